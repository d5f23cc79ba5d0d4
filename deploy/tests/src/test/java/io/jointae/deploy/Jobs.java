package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The small training run that every kind of cluster executes, and the result of one local process for comparison. Tests in
 * several JVMs share the files that are made here, once per built jar.
 */
public final class Jobs {

    /** So many epochs are enough to lose processes of a run, in several ways, before it ends. */
    static final int LONG = 200;

    /** The folder of the shared files, which depend on the built jar. */
    static final Path FOLDER = folder();

    private static final String CHECKPOINT = "checkpoint-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Jobs() {}

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of(
                            "target/jobs",
                            "jar-" + Files.getLastModifiedTime(Checkout.JAR).toMillis())
                    .toAbsolutePath());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Makes something in the folder that tests share. */
    interface Making<T> {
        T make(Path folder) throws IOException, InterruptedException;
    }

    /** Makes something in the shared folder, or takes it from there, while no other JVM of tests does so. */
    static synchronized <T> T shared(Making<T> making) throws IOException, InterruptedException {
        try (FileChannel file =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            return making.make(FOLDER);
        }
    }

    /** Returns the arguments that prepare the small dataset in {@code folder + "/rectangles"}. */
    public static List<String> prepare(String folder) {
        return List.of(
                "prepare", "rectangles", "--counts", "400,100,100", "--seed", "3", "--out", folder, "--overwrite");
    }

    /** Returns the arguments that train on it with a checkpoint after every round, so that a run may be killed anywhere. */
    static List<String> train(String data, String model, int workers, int epochs) {
        return List.of(
                "train",
                "--data",
                data,
                "--model",
                model,
                "--scheme",
                "J",
                "--layers",
                "2",
                "--kind",
                "dae",
                "--hidden",
                "32",
                "--noise",
                "0.5",
                "--learning-rate",
                "0.002",
                "--seed",
                "7",
                "--epochs",
                Integer.toString(epochs),
                "--workers",
                Integer.toString(workers),
                "--evaluate-every",
                "0",
                "--checkpoint-every",
                "0",
                "--resume");
    }

    /** Returns the path of the prepared dataset on the local disk. */
    public static String data() throws IOException, InterruptedException {
        return shared(folder -> data(folder));
    }

    /** Prepares the dataset, and trains the model on it at once, so that the training writes the archive for all others. */
    private static String data(Path shared) throws IOException, InterruptedException {
        Path folder = shared.resolve("data");
        String data = folder.resolve("rectangles").toString();
        if (!Files.exists(Path.of(data, "manifest.json"))) {
            runSuccessfully(local(2).with(prepare(folder.toString())));
            ClassArchive.writeWith(local(2).with(train(data, folder(2, 3).toString(), 2, 3)));
        }
        return data;
    }

    /** Returns a submission of a run that others are compared with: one process, which takes the jar where it is. */
    static Command local(int cores) {
        return Command.submit("--master", "local[" + cores + "]").sharingFiles();
    }

    /** Returns the folder of a small trained model on the local disk. */
    public static Path model() throws IOException, InterruptedException {
        return reference(2, 3, folder(2, 3));
    }

    /** Returns the hash of the parameters that a local run produces; every cluster must produce the same parameters. */
    static String reference(int workers, int epochs) throws IOException, InterruptedException {
        return parameters(reference(workers, epochs, folder(workers, epochs)));
    }

    private static Path folder(int workers, int epochs) {
        return FOLDER.resolve("reference-" + workers + "-" + epochs);
    }

    private static Path reference(int workers, int epochs, Path model) throws IOException, InterruptedException {
        return shared(folder -> {
            String data = data(folder);
            if (!Files.exists(model.resolve("model.json"))) {
                runSuccessfully(local(workers).with(train(data, model.toString(), workers, epochs)));
            }
            return model;
        });
    }

    /** Returns the number of the last checkpoint among the files of a run, counted from 1, or 0 if there is none. */
    static int checkpoints(Stream<String> names) {
        return names.filter(name -> name.matches(CHECKPOINT + "\\d+"))
                .mapToInt(name -> 1 + Integer.parseInt(name.substring(CHECKPOINT.length())))
                .max()
                .orElse(0);
    }

    /** Runs a command and checks that its exit status is 0. */
    public static Command.Result runSuccessfully(Command command) throws IOException, InterruptedException {
        Command.Result result = command.run();
        assertThat(result.status()).as("%s", result).isZero();
        return result;
    }

    /** Returns the hash of the parameters of a model. */
    public static String parameters(Path model) throws IOException {
        try (InputStream in = Files.newInputStream(model.resolve("model.json"))) {
            return parameters(in);
        }
    }

    public static String parameters(InputStream modelCard) throws IOException {
        String hash = JSON.readTree(modelCard).path("parameters").asText();
        assertThat(hash).hasSize(64);
        return hash;
    }

    /** Returns the status from a {@code _RESULT.json}. */
    static String status(InputStream marker) throws IOException {
        return JSON.readTree(marker).path("status").asText();
    }
}
