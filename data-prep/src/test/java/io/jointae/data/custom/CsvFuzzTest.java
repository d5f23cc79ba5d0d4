package io.jointae.data.custom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.data.RowIterator;
import io.jointae.data.source.Chunk;
import io.jointae.data.source.CsvChunk;
import io.jointae.data.source.CsvLayout;
import io.jointae.testing.FuzzedFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Damaged CSV files, also compressed ones: they are read or refused as invalid input. */
class CsvFuzzTest {

    private static final Configuration CONF = new Configuration();
    private static final FuzzedFile FOLDER = new FuzzedFile();
    /** Small, so that lines cross the border between two chunks. */
    private static final long CHUNK_BYTES = 16;

    @FuzzTest(maxDuration = "2h")
    void csv(byte[] bytes) {
        Path file = new Path(FOLDER.write("data" + extension(bytes), bytes).toUri());
        FuzzedFile.parse(() -> {
            FileSystem fileSystem = file.getFileSystem(CONF);
            CustomInput input = new CustomInput(
                    SourceFormat.CSV,
                    file.toString(),
                    "1",
                    new CsvColumns(",", false),
                    new PixelOptions(null, null, 255),
                    false);
            CsvLayout layout = new CsvFinder(input, null, CONF, null).layout(fileSystem, file);
            FileStatus status = fileSystem.getFileStatus(file);
            long first = 0;
            for (Chunk chunk : CsvChunk.divide(status, CHUNK_BYTES, layout, CONF)) {
                try (RowIterator rows = chunk.read(first)) {
                    while (rows.hasNext()) {
                        rows.next();
                    }
                }
                first += chunk.count();
            }
        });
    }

    private static String extension(byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == 0x1f) {
            return ".csv.gz";
        }
        return bytes.length > 1 && bytes[0] == 'B' ? ".csv.bz2" : ".csv";
    }
}
