package io.jointae.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A result store in a folder of its own. */
abstract class ResultStoreFixture {

    final Configuration conf = new Configuration();

    @TempDir
    Path results;

    ResultStore store;

    @BeforeEach
    void open() {
        store = ResultStore.in(conf, results.toString());
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(results.resolve(ResultStore.FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
