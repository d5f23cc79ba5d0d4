package io.jointae.deploy.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jointae.deploy.Jobs;
import io.jointae.deploy.ParquetRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;

/** Reads the results of jobs as texts by their names, without what depends on time and place. */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The columns of a stored cell that differ between two correct runs. */
    private static final Set<String> NOT_COMPARED = Set.of("seconds", "environment", "measured_at");

    private static final int MOST_SHOWN = 5;

    private Results() {}

    /** Returns the hash of the parameters of a model. On an object store, they are in the folder of one attempt. */
    static SortedMap<String, String> model(Path model) throws IOException {
        SortedMap<String, String> result = new TreeMap<>();
        for (Path card : files(model, "/model.json")) {
            result.put("parameters " + result.size(), Jobs.parameters(card.getParent()));
        }
        return result;
    }

    /** Returns the values of all cells of a results folder by their keys, and the hashes of all models. */
    static SortedMap<String, String> sweep(Path results) throws IOException {
        SortedMap<String, String> result = new TreeMap<>();
        for (Path file : files(results.resolve("cells"), ".parquet")) {
            for (Group row : ParquetRows.of(file)) {
                // A cell that is stored twice must have the same value twice.
                result.merge(
                        "cell " + row.getString("key", 0),
                        texts(row).toString(),
                        (old, next) -> old.equals(next) ? old : old + " and " + next);
            }
        }
        Path models = results.resolve("models");
        for (Path card : files(models, "/model.json")) {
            String name = models.relativize(card).getName(0).toString();
            result.put("model " + name, Jobs.parameters(card.getParent()));
        }
        return result;
    }

    /** Returns the number of rows and the hash of all rows of each partition of a table, whatever their order. */
    static SortedMap<String, String> table(Path table) throws IOException {
        SortedMap<String, List<String>> rows = new TreeMap<>();
        for (Path file : tableFiles(table)) {
            List<String> partition =
                    rows.computeIfAbsent(table.relativize(file.getParent()).toString(), none -> new ArrayList<>());
            ParquetRows.of(file).forEach(row -> partition.add(row.toString()));
        }
        SortedMap<String, String> result = new TreeMap<>();
        rows.forEach((partition, texts) -> {
            texts.sort(null);
            String hash = hash(String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
            result.put("partition " + partition, texts.size() + " rows, " + hash);
        });
        return result;
    }

    /** Returns the files that belong to a table: on an object store those that its marker lists, and otherwise all. */
    private static List<Path> tableFiles(Path table) throws IOException {
        String marker = Files.readString(table.resolve("_SUCCESS"));
        List<Path> files = files(table, ".parquet");
        if (marker.isEmpty()) {
            return files;
        }
        Set<Path> listed = new TreeSet<>();
        JSON.readTree(marker)
                .path("files")
                .forEach(file -> listed.add(table.resolve(file.path("name").asText())));
        return files.stream().filter(listed::contains).toList();
    }

    /** Returns the errors of a fine-tuned network and the hash of its parameters. */
    static SortedMap<String, String> finetuning(Path out) throws IOException {
        SortedMap<String, String> result = new TreeMap<>();
        for (String line : Files.readAllLines(out.resolve("finetune.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            ((ObjectNode) row).remove("seconds");
            result.put("row " + result.size(), row.toString());
        }
        try (ZipFile network = new ZipFile(out.resolve("finetune-1.zip").toFile());
                InputStream parameters = network.getInputStream(network.getEntry("coefficients.bin"))) {
            result.put("network", hash(parameters.readAllBytes()));
        }
        return result;
    }

    /**
     * Compares a result with the expected one.
     *
     * @return one line per difference, at most five of them; empty if the results are equal
     */
    static List<String> differences(SortedMap<String, String> expected, SortedMap<String, String> result) {
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(result.keySet());
        return names.stream()
                .filter(name -> !expected.getOrDefault(name, "").equals(result.getOrDefault(name, "")))
                .limit(MOST_SHOWN)
                .map(name -> name + ": expected " + expected.get(name) + ", but was " + result.get(name))
                .toList();
    }

    /** Returns the files below a folder whose paths end in a text, in order; hidden files do not count. */
    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)
                            && !folder.relativize(file).toString().matches("(.*/)?\\..*"))
                    .sorted()
                    .toList();
        }
    }

    private static SortedMap<String, String> texts(Group row) {
        SortedMap<String, String> texts = new TreeMap<>();
        List<Type> columns = row.getType().getFields();
        for (int i = 0; i < columns.size(); i++) {
            if (!NOT_COMPARED.contains(columns.get(i).getName()) && row.getFieldRepetitionCount(i) > 0) {
                texts.put(
                        columns.get(i).getName(),
                        columns.get(i).isPrimitive()
                                ? row.getValueToString(i, 0)
                                : row.getGroup(i, 0).toString());
            }
        }
        return texts;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
