package io.jointae.results;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.data.table.StreamOutputFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * One Parquet file of the store. It has plain columns and {@code map<string,string>}, so that Spark, DuckDB and pandas
 * can read it; the file's metadata holds the version of the format. It is written with parquet-hadoop and not by a
 * Spark job: an append takes milliseconds and needs no session.
 */
final class CellFile {

    /** The format that this version writes; it reads this format and all earlier ones. */
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
            .addField(StoredCodes.column())
            .addField(StoredTuning.tuningColumn())
            .addField(StoredTuning.procedureColumn())
            .named("cell");

    private CellFile() {}

    private static org.apache.parquet.schema.Type stringMap(String name) {
        return Types.requiredMap()
                .key(Types.required(BINARY).as(stringType()).named("key"))
                .value(Types.required(BINARY).as(stringType()).named("value"))
                .named(name);
    }

    /** Writes a complete file to a stream. */
    static void write(Configuration conf, OutputStream out, List<StoredRow> rows) throws IOException {
        write(conf, out, rows, FORMAT);
    }

    static void write(Configuration conf, OutputStream out, List<StoredRow> rows, int format) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new StreamOutputFile(out))
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
     * Reads all rows of a file.
     *
     * @throws InvalidInputException if the file was not written by the store, or by a newer version
     */
    static List<StoredRow> read(Configuration conf, Path file) throws IOException {
        try (ParquetFileReader reader = open(conf, file)) {
            requireKnownFormat(reader, file);
            // Files of earlier versions lack the optional columns that were added later.
            MessageType written = reader.getFileMetaData().getSchema();
            List<StoredRow> rows = new ArrayList<>();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(SCHEMA, written)
                        .getRecordReader(pages, new GroupRecordConverter(SCHEMA));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(row(records.read(), file));
                }
            }
            return rows;
        } catch (InvalidInputException invalid) {
            throw invalid;
        } catch (IOException e) {
            // A position behind the end of the file comes from a damaged footer.
            if (e instanceof EOFException || FileFailures.isThrownByDecoder(e)) {
                throw damaged(file, e);
            }
            throw e;
        } catch (RuntimeException e) {
            // Parquet and the constructors of the rows throw various exceptions for values of a damaged file.
            throw damaged(file, e);
        }
    }

    private static ParquetFileReader open(Configuration conf, Path file) throws IOException {
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(file, conf),
                ParquetReadOptions.builder().build());
    }

    private static InvalidInputException damaged(Path file, Exception e) {
        return new InvalidInputException(
                file + " is not a complete Parquet file: move it out of the results folder", e);
    }

    private static void requireKnownFormat(ParquetFileReader reader, Path file) {
        String format = reader.getFileMetaData().getKeyValueMetaData().get(FORMAT_KEY);
        if (format == null || !format.matches("[0-9]{1,9}")) {
            throw InvalidInputException.of("%s was not written by jointae: move it out of the results folder", file);
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw InvalidInputException.of(
                    "%s was written by a newer version of jointae (format %s of the results; this version reads formats up to"
                            + " %d): use that version",
                    file, format, FORMAT);
        }
    }

    private static Group group(StoredRow row) {
        Cell cell = row.cell();
        Group group = new SimpleGroup(SCHEMA);
        group.add("key", cell.key());
        group.add("dataset", cell.dataset());
        group.add("model", cell.model().name());
        group.add("scheme", cell.model().scheme());
        group.add("layers", cell.model().layers());
        group.add("kind", cell.model().kind());
        addMap(group, "hyperparameters", cell.hyperparameters());
        group.add("metric", cell.metric().id());
        group.add("split", cell.split().id());
        if (row.outcome() instanceof Measurement measurement) {
            group.add("value", measurement.value());
            if (measurement.ci95() != null) {
                group.add("ci95", measurement.ci95());
            }
            StoredCodes.add(group, measurement.codes());
            StoredTuning.add(group, measurement.tuning());
        }
        group.add("seconds", row.outcome().seconds());
        group.add("seed", cell.seed());
        addText(group, "data_hash", cell.dataHash());
        group.add("data_origin", row.origin().id());
        addMap(group, "environment", row.environment());
        group.add("measured_at", ChronoUnit.MICROS.between(Instant.EPOCH, row.measuredAt()));
        addText(group, "run", row.run());
        addText(group, "failure", row.failure());
        StoredTuning.add(group, row.procedure());
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

    private static StoredRow row(Group group, Path file) {
        Cell cell = new Cell(
                text(group, "dataset"),
                text(group, "data_hash"),
                new ModelVariant(
                        text(group, "model"),
                        text(group, "scheme"),
                        group.getInteger("layers", 0),
                        text(group, "kind")),
                map(group, "hyperparameters"),
                new MetricName(text(group, "metric")),
                constant(split(text(group, "split")), "split", group, file),
                group.getLong("seed", 0));
        return new StoredRow(
                cell,
                outcome(group),
                constant(DataOrigin.find(text(group, "data_origin")), "data_origin", group, file),
                map(group, "environment"),
                Instant.EPOCH.plus(group.getLong("measured_at", 0), ChronoUnit.MICROS),
                text(group, "run"),
                StoredTuning.procedure(group));
    }

    private static Outcome outcome(Group group) {
        double seconds = group.getDouble("seconds", 0);
        String failure = text(group, "failure");
        return failure == null
                ? new Measurement(
                        group.getDouble("value", 0),
                        has(group, "ci95") ? group.getDouble("ci95", 0) : null,
                        seconds,
                        StoredCodes.read(group),
                        StoredTuning.tuning(group))
                : Outcome.unmeasured(failure, seconds);
    }

    private static Optional<Split> split(String name) {
        return Stream.of(Split.values())
                .filter(split -> split.id().equals(name))
                .findFirst();
    }

    private static <T> T constant(Optional<T> found, String column, Group group, Path file) {
        return found.orElseThrow(() -> InvalidInputException.of(
                "%s has a row whose %s is '%s', which this version of jointae does not know: use the version that"
                        + " wrote it",
                file, column, text(group, column)));
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
