package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.engine.EngineKind;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build for CUDA on a machine without a driver. Its jar of 458 MB is too large for tests, so small jars stand in for it:
 * they have the folder by which it is known.
 */
class CudaBuildTest {

    private static final String FOLDER = "org/bytedeco/pytorch/linux-x86_64";

    @TempDir
    private Path folder;

    private Path jar;

    /** What a test writes into the jar. */
    private interface Content {
        void writeTo(ZipOutputStream jar) throws IOException;
    }

    private void writeJar(Content content) throws IOException {
        jar = folder.resolve("pytorch-linux-x86_64-gpu.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            content.writeTo(zip);
        }
    }

    private static void add(ZipOutputStream zip, String library, InputStream content) throws IOException {
        zip.putNextEntry(new ZipEntry(FOLDER + "-gpu/" + library));
        content.transferTo(zip);
    }

    @Test
    void theLibraryOfCudaThatIsMissingIsNamedInOneSentence() throws Exception {
        writeJar(zip -> add(zip, "libjnitorch.so", libraryThatNeeds("libcudart-of-no-machine.so.13")));

        String problem =
                " does not load on this machine (libjnitorch.so: libcudart-of-no-machine.so.13: cannot open shared"
                        + " object file: No such file or directory): install the library that is named here, or choose another engine.";
        assertThat(LibraryProcess.open(
                        List.of(EngineKind.TORCH_CUDA, EngineKind.TORCH_CUDA_TF32, EngineKind.TORCH_CUDA),
                        jar,
                        folder.resolve("cache")))
                .containsExactly(
                        "Engine torch-cuda" + problem,
                        "Engine torch-cuda-tf32" + problem,
                        "Engine torch-cuda" + problem);
    }

    /** The library for the processor stands in for one that finds no driver: both load, and both have no GPU. */
    @Test
    void aLibraryThatLoadsAndFindsNoGpuIsRefusedByCudaAndServesTheProcessor() throws Exception {
        writeJar(zip -> {
            try (JarFile real = new JarFile(LibraryProcess.jar())) {
                for (JarEntry entry : real.stream().toList()) {
                    if (entry.getName().matches(FOLDER + "/.*\\.so(\\.\\d+)*")) {
                        String library = entry.getName().substring(FOLDER.length() + 1);
                        add(zip, library, real.getInputStream(entry));
                    }
                }
            }
        });

        assertThat(LibraryProcess.open(
                        List.of(EngineKind.TORCH_CUDA, EngineKind.TORCH_CPU, EngineKind.TORCH_CUDA_TF32),
                        jar,
                        folder.resolve("cache")))
                .containsExactly(
                        "Engine torch-cuda finds no GPU on this machine: install NVIDIA's driver 580 or newer and CUDA 13's"
                                + " libraries.",
                        "opened",
                        "Engine torch-cuda-tf32 finds no GPU on this machine: install NVIDIA's driver 580 or newer and CUDA"
                                + " 13's libraries.");
    }

    @Test
    void bothBuildsTogetherAreRefusedBecauseCudaWouldBeIgnored() throws Exception {
        writeJar(zip -> add(zip, "libjnitorch.so", InputStream.nullInputStream()));

        assertThat(LibraryProcess.open(
                        List.of(EngineKind.TORCH_CPU, EngineKind.TORCH_CUDA),
                        jar + File.pathSeparator + System.getProperty("java.class.path"),
                        folder.resolve("cache")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("CUDA would silently not be used: remove one of the two jars."));
    }

    /** Returns a shared library (ELF, x86-64) without code that needs another library. */
    private static InputStream libraryThatNeeds(String other) {
        int header = 64;
        int segment = 56;
        int dynamic = header + 2 * segment;
        int strings = dynamic + 7 * 16;
        byte[] name = other.getBytes(StandardCharsets.US_ASCII);
        int symbols = strings + name.length + 2;
        int end = symbols + 24;
        ByteBuffer elf = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        // A shared object for x86-64, whose two segments follow the header.
        elf.putShort((short) 3)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0)
                .putLong(header)
                .putLong(0)
                .putInt(0);
        elf.putShort((short) header)
                .putShort((short) segment)
                .putShort((short) 2)
                .position(header);
        putSegment(elf, 1, 0, end);
        putSegment(elf, 2, dynamic, strings - dynamic);
        // The name that is needed, the table of strings with its size, an empty table of symbols, and the end.
        long[][] entries = {{1, 1}, {5, strings}, {10, symbols - strings}, {6, symbols}, {11, 24}, {0, 0}, {0, 0}};
        for (long[] entry : entries) {
            elf.putLong(entry[0]).putLong(entry[1]);
        }
        elf.put((byte) 0).put(name);
        return new ByteArrayInputStream(elf.array());
    }

    /** Writes the description of a segment that is read and written, at the same place in memory as in the file. */
    private static void putSegment(ByteBuffer elf, int type, long from, long size) {
        elf.putInt(type)
                .putInt(6)
                .putLong(from)
                .putLong(from)
                .putLong(from)
                .putLong(size)
                .putLong(size)
                .putLong(4096);
    }
}
