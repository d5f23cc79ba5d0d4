package io.jointae.data;

import io.jointae.base.InvalidInputException;
import java.util.Objects;

/**
 * Where and how prepared datasets are written.
 *
 * @param folder the folder in which each dataset gets a folder of its own; any Hadoop path
 * @param overwrite whether to replace an existing dataset
 * @param rowsPerFile the approximate number of rows per Parquet file, at least 1
 */
public record DatasetOutput(String folder, boolean overwrite, long rowsPerFile) {

    /** The default number of rows per file. It puts each test set of the paper into two files. */
    public static final long DEFAULT_ROWS_PER_FILE = 25_000;

    /** Checks the values. */
    public DatasetOutput {
        Objects.requireNonNull(folder, "folder");
        if (rowsPerFile < 1) {
            throw InvalidInputException.ofField("rowsPerFile", "%d is too small: choose 1 or more.", rowsPerFile);
        }
    }

    /** Returns the default: files of {@value #DEFAULT_ROWS_PER_FILE} rows, which replace nothing. */
    public static DatasetOutput to(String folder) {
        return new DatasetOutput(folder, false, DEFAULT_ROWS_PER_FILE);
    }

    /** Returns the path of the dataset with this folder name. */
    public String target(String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
}
