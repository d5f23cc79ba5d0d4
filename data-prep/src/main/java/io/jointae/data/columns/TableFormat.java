package io.jointae.data.columns;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of files whose columns have names. */
public enum TableFormat {
    /** Parquet files. */
    PARQUET("parquet"),
    /** Text files with one row per line, divided by a delimiter. */
    CSV("csv", "tsv"),
    /** ORC files. */
    ORC("orc"),
    /** Text files with one JSON object per line. */
    JSON("json", "jsonl", "ndjson");

    /** The extensions of compressed text files, which Hadoop decompresses. */
    private static final List<String> COMPRESSED = List.of("gz", "bz2", "zst", "lz4", "snappy", "deflate");

    private final List<String> extensions;

    TableFormat(String... extensions) {
        this.extensions = List.of(extensions);
    }

    /** Returns the name that Spark's readers have for the format: {@code parquet}, {@code csv}, {@code orc} or {@code json}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether files of the format are texts, of which a line can be damaged. */
    public boolean isText() {
        return this == CSV || this == JSON;
    }

    /** Returns the format that the extension of a file's name stands for, such as {@code rows.csv.gz}; empty for others. */
    public static Optional<TableFormat> ofFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        String extension = lower.substring(dot + 1);
        if (dot > 0 && COMPRESSED.contains(extension)) {
            return ofFile(lower.substring(0, dot));
        }
        return Arrays.stream(values())
                .filter(format -> dot >= 0 && format.extensions.contains(extension))
                .findFirst();
    }
}
