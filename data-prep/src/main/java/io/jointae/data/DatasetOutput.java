package io.jointae.data;

import io.jointae.base.InvalidInputException;
import java.util.Objects;

/**
 * Where and how prepared datasets are written.
 *
 * @param folder the folder in which each dataset gets a folder of its own; any Hadoop path
 * @param overwrite whether to replace an existing dataset
 * @param rowsPerFile the approximate number of rows per Parquet file, at least 1
 * @param storage how the files store the values of a row
 */
public record DatasetOutput(String folder, boolean overwrite, long rowsPerFile, StorageRequest storage) {

    /** How the files of a dataset are to store the values of a row. */
    public enum StorageRequest {
        /** The files store sparse vectors if the source has vectors of Spark ML that are mostly 0, and otherwise all values. */
        AUTO,
        /** The files store all values. */
        DENSE,
        /** The files store the values that are not 0. */
        SPARSE;

        /**
         * Returns the storage for a source.
         *
         * @param isSparse whether the source has vectors that are mostly 0
         */
        public RowStorage storage(boolean isSparse) {
            return this == SPARSE || this == AUTO && isSparse ? RowStorage.SPARSE : RowStorage.DENSE;
        }
    }

    /** The default number of rows per file. It puts each test set of the paper into two files. */
    public static final long DEFAULT_ROWS_PER_FILE = 25_000;

    /** Checks the values. */
    public DatasetOutput {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(storage, "storage");
        if (rowsPerFile < 1) {
            throw InvalidInputException.ofField("rowsPerFile", "%d is too small: choose 1 or more.", rowsPerFile);
        }
    }

    /** Describes an output whose storage follows from the source. */
    public DatasetOutput(String folder, boolean overwrite, long rowsPerFile) {
        this(folder, overwrite, rowsPerFile, StorageRequest.AUTO);
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
