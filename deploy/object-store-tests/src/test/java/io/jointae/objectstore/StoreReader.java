package io.jointae.objectstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Reads outputs as users of jointae do, and says what it sees.
 *
 * @param spark a session that reaches the S3 server without the proxy
 */
record StoreReader(SparkSession spark) {

    /** What a reader sees of an output that does not count yet. */
    static final String NOTHING = "nothing";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Returns a text that differs between outputs with different values, or {@link #NOTHING}.
     *
     * @throws IOException if an output counts but cannot be read
     * @throws InvalidInputException if an output counts but is not complete
     */
    String see(StoreCommand command, String base) throws IOException {
        String output = StoreUnderTest.path(command.output(base));
        return switch (command) {
            case PREPARE ->
                orNothing(
                        "so it is not a prepared dataset",
                        () -> PreparedDataset.open(spark, output).hash());
            case TRAIN ->
                orNothing(
                        "is not a model",
                        () -> ModelDirectory.read(conf(), output).card().parameters());
            case SWEEP -> cells(output);
            case SCORE -> features(output);
        };
    }

    private Configuration conf() {
        return spark.sessionState().newHadoopConf();
    }

    private interface View {
        String read() throws IOException;
    }

    private static String orNothing(String refusal, View view) throws IOException {
        try {
            return view.read();
        } catch (InvalidInputException e) {
            if (e.getMessage().contains(refusal)) {
                return NOTHING;
            }
            throw e;
        }
    }

    private String cells(String output) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        for (StoredRow row : ResultStore.in(conf(), output).read()) {
            cells.put(row.key(), row.result().value() + " " + row.failure());
        }
        return cells.isEmpty()
                ? NOTHING
                : cells.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n"));
    }

    /** Reads the files that the marker of the table lists, as the documentation tells other programs to do. */
    private String features(String output) throws IOException {
        Path marker = new Path(output, "_SUCCESS");
        FileSystem fileSystem = marker.getFileSystem(conf());
        if (!fileSystem.exists(marker)) {
            return NOTHING;
        }
        List<String> files = new ArrayList<>();
        try (InputStream in = fileSystem.open(marker)) {
            for (JsonNode file : JSON.readTree(in).get("files")) {
                Path path = new Path(output, file.get("name").asText());
                long bytes = fileSystem.getFileStatus(path).getLen();
                if (bytes != file.get("bytes").asLong()) {
                    throw new IOException(path + " has " + bytes + " bytes, but the marker says " + file.get("bytes"));
                }
                files.add(path.toString());
            }
        }
        List<String> rows = spark.read().parquet(files.toArray(String[]::new)).toJSON().collectAsList().stream()
                .sorted()
                .toList();
        return rows.size() + " rows with the hash " + rows.hashCode();
    }
}
