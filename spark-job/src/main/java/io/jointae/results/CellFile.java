package io.jointae.results;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * One file of the store: rows to Parquet and back. Plain columns and {@code map<string,string>}, so that
 * Spark, DuckDB or pandas read it; the format's version stands in the file's own metadata. Written
 * through parquet-hadoop and not a Spark job: an append costs milliseconds and needs no session.
 */
final class CellFile {

    /** The form that this version writes; it reads this and all before. */
    static final int FORMAT = 1;

    static final String FORMAT_KEY = "jointae.results.format";

    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(Types.required(BINARY).as(stringType()).named("key"))
            .addField(Types.required(BINARY).as(stringType()).named("dataset"))
            .addField(Types.required(BINARY).as(stringType()).named("model"))
            .addField(Types.required(BINARY).as(stringType()).named("scheme"))
            .addField(Types.required(INT32).named("layers"))
            .addField(Types.required(BINARY).as(stringType()).named("kind"))
            .addField(stringMap("hyperparameters"))
            .addField(Types.required(BINARY).as(stringType()).named("metric"))
            .addField(Types.required(BINARY).as(stringType()).named("split"))
            .addField(Types.optional(DOUBLE).named("value"))
            .addField(Types.optional(DOUBLE).named("ci95"))
            .addField(Types.required(DOUBLE).named("seconds"))
            .addField(Types.required(INT64).named("seed"))
            .addField(Types.optional(BINARY).as(stringType()).named("data_hash"))
            .addField(Types.required(BINARY).as(stringType()).named("data_origin"))
            .addField(stringMap("environment"))
            .addField(Types.required(INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                    .named("measured_at"))
            .addField(Types.optional(BINARY).as(stringType()).named("run"))
            .addField(Types.optional(BINARY).as(stringType()).named("failure"))
            .named("cell");

    private CellFile() {}

    private static org.apache.parquet.schema.Type stringMap(String name) {
        return Types.requiredMap()
                .key(Types.required(BINARY).as(stringType()).named("key"))
                .value(Types.required(BINARY).as(stringType()).named("value"))
                .named(name);
    }

    /** Writes a new, complete file. */
    static void write(Configuration conf, Path file, List<StoredRow> rows) throws IOException {
        write(conf, file, rows, FORMAT);
    }

    static void write(Configuration conf, Path file, List<StoredRow> rows, int format) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, conf))
                .withConf(conf)
                .withType(SCHEMA)
                .withExtraMetaData(Map.of(FORMAT_KEY, Integer.toString(format)))
                .build()) {
            for (StoredRow row : rows) {
                writer.write(group(row));
            }
        }
    }

    /**
     * @throws InvalidInputException if the file is not one of the store's or of a newer format
     */
    static List<StoredRow> read(Configuration conf, Path file) throws IOException {
        try (ParquetFileReader reader = open(conf, file)) {
            requireKnownFormat(reader, file);
            RecordReader<Group> records;
            List<StoredRow> rows = new ArrayList<>();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                records = new ColumnIOFactory()
                        .getColumnIO(SCHEMA)
                        .getRecordReader(pages, new GroupRecordConverter(SCHEMA));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(row(records.read()));
                }
            }
            return rows;
        }
    }

    private static ParquetFileReader open(Configuration conf, Path file) throws IOException {
        HadoopInputFile input = HadoopInputFile.fromPath(file, conf);
        try {
            return ParquetFileReader.open(input, ParquetReadOptions.builder().build());
        } catch (RuntimeException e) {
            // parquet-hadoop's answer to a file without its magic bytes or with a broken footer
            throw new InvalidInputException(file + ": not a complete Parquet file: move it out of the store", e);
        }
    }

    private static void requireKnownFormat(ParquetFileReader reader, Path file) {
        String format = reader.getFileMetaData().getKeyValueMetaData().get(FORMAT_KEY);
        if (format == null || !format.matches("[0-9]{1,9}")) {
            throw InvalidInputException.of("%s: not written by jointae's result store: move it out of there", file);
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw InvalidInputException.of(
                    "%s: written by a newer version (result format %s, this one reads up to %d): use that version",
                    file, format, FORMAT);
        }
    }

    private static Group group(StoredRow stored) {
        ResultRow row = stored.row();
        Group group = new SimpleGroup(SCHEMA);
        group.add("key", stored.key());
        group.add("dataset", row.dataset());
        group.add("model", row.model());
        group.add("scheme", row.scheme());
        group.add("layers", row.layers());
        group.add("kind", row.kind());
        addMap(group, "hyperparameters", row.hyperparameters());
        group.add("metric", row.metric());
        group.add("split", row.split());
        if (stored.measured()) {
            group.add("value", row.value());
        }
        if (row.ci95() != null) {
            group.add("ci95", row.ci95());
        }
        group.add("seconds", row.seconds());
        group.add("seed", row.seed());
        addText(group, "data_hash", stored.dataHash());
        group.add("data_origin", stored.origin().id());
        addMap(group, "environment", stored.environment());
        group.add("measured_at", ChronoUnit.MICROS.between(Instant.EPOCH, stored.measuredAt()));
        addText(group, "run", stored.run());
        addText(group, "failure", stored.failure());
        return group;
    }

    private static void addText(Group group, String column, String value) {
        if (value != null) {
            group.add(column, value);
        }
    }

    private static void addMap(Group group, String column, Map<String, String> values) {
        Group map = group.addGroup(column);
        values.forEach((key, value) -> map.addGroup(0).append("key", key).append("value", value));
    }

    private static StoredRow row(Group group) {
        String failure = text(group, "failure");
        ResultRow row = new ResultRow(
                text(group, "dataset"),
                text(group, "model"),
                text(group, "scheme"),
                group.getInteger("layers", 0),
                text(group, "kind"),
                map(group, "hyperparameters"),
                text(group, "metric"),
                text(group, "split"),
                failure == null ? group.getDouble("value", 0) : Double.NaN,
                has(group, "ci95") ? group.getDouble("ci95", 0) : null,
                group.getDouble("seconds", 0),
                group.getLong("seed", 0));
        return new StoredRow(
                row,
                text(group, "data_hash"),
                DataOrigin.valueOf(text(group, "data_origin").toUpperCase(Locale.ROOT)),
                map(group, "environment"),
                Instant.EPOCH.plus(group.getLong("measured_at", 0), ChronoUnit.MICROS),
                text(group, "run"),
                failure);
    }

    private static boolean has(Group group, String column) {
        return group.getFieldRepetitionCount(column) > 0;
    }

    private static String text(Group group, String column) {
        return has(group, column) ? group.getString(column, 0) : null;
    }

    private static SortedMap<String, String> map(Group group, String column) {
        Group map = group.getGroup(column, 0);
        SortedMap<String, String> values = new TreeMap<>();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            values.put(entry.getString("key", 0), entry.getString("value", 0));
        }
        return values;
    }
}
