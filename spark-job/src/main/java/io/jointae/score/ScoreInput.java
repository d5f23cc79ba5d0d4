package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.custom.CsvColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The files that {@code score} reads, and how it reads them.
 *
 * @param paths files, folders and globs of tables, of IDX files or of images
 * @param format the format of tables; null to tell it from the names of the files
 * @param csv how CSV text is divided into columns; a model that keeps columns always takes the first line as their names
 * @param except for a model that keeps no columns: the columns of numbers that are not part of its vectors
 * @param size the size to which images are scaled; null to take images as they are
 */
public record ScoreInput(List<String> paths, TableFormat format, CsvColumns csv, List<String> except, Shape size) {

    /** Checks that there is a path. */
    public ScoreInput {
        Objects.requireNonNull(csv, "csv");
        paths = List.copyOf(paths);
        except = List.copyOf(except);
        if (paths.isEmpty()) {
            throw InvalidInputException.ofField("input", "is empty: give at least one path.");
        }
    }

    /** Returns the input of files whose names tell their format, with the default of every option. */
    public static ScoreInput of(List<String> paths) {
        return new ScoreInput(paths, null, CsvColumns.commas(), List.of(), null);
    }

    /** Returns the options that differ from the defaults as a text that identifies them; empty if none does. */
    String suffix() {
        List<String> given = new ArrayList<>();
        if (format != null) {
            given.add("format " + format.id());
        }
        if (!csv.equals(CsvColumns.commas())) {
            given.add("delimiter '" + csv.delimiter() + "'" + (csv.header() ? " with a header" : ""));
        }
        if (!except.isEmpty()) {
            given.add("except " + String.join(",", except));
        }
        if (size != null) {
            given.add("size " + size);
        }
        return given.isEmpty() ? "" : " (" + String.join(", ", given) + ")";
    }
}
