package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import java.util.Objects;

/**
 * The user's own data to be prepared.
 *
 * @param name of the dataset and of its folder
 * @param source a file or folder that every executor can read; subfolders or files named {@code train},
 *     {@code valid}, {@code test} are taken as splits
 * @param out folder in which the dataset's own folder appears
 * @param labelColumn of CSV its name or number from 1, of Parquet its name, of IDX the file of labels; null for
 *     rows without labels (images have their folder's name)
 * @param pixelsColumn of Parquet; null for the only one that can be meant
 * @param header whether CSV files start with the names of their columns
 * @param size images are scaled to it, other rows are of it; null for the size that the source has
 * @param scale of CSV and Parquet: pixel = number / scale
 * @param validShare of rows drawn for validation where the source has none of its own, in [0, 1)
 * @param testShare as {@code validShare}
 * @param seed of the draw
 * @param skipBad whether images that cannot be decoded are left out and listed
 * @param rowsPerFile about how many rows a Parquet file holds
 */
public record CustomDatasetRequest(
        String name,
        SourceFormat format,
        String source,
        String out,
        String labelColumn,
        String pixelsColumn,
        String delimiter,
        boolean header,
        Shape size,
        double scale,
        double validShare,
        double testShare,
        long seed,
        boolean skipBad,
        long rowsPerFile,
        boolean overwrite) {

    /** A tenth of the rows for validation, another for test. */
    public static final double SHARE = 0.1;

    public CustomDatasetRequest {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(out, "out");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw InvalidInputException.of("'%s' is no name for a folder: use letters, digits, '.', '_', '-'", name);
        }
        if (source == null) {
            throw InvalidInputException.of("--format %s needs --source", format);
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw InvalidInputException.of("--scale is %s: give the highest value that a pixel can have", scale);
        }
        if (!(validShare >= 0 && testShare >= 0 && validShare + testShare < 1)) {
            throw InvalidInputException.of(
                    "--valid %s and --test %s are not shares that leave some to train", validShare, testShare);
        }
        if (rowsPerFile < 1) {
            throw InvalidInputException.of("--rows-per-file is %d: give 1 or more", rowsPerFile);
        }
        if (skipBad && format != SourceFormat.IMAGES) {
            throw new InvalidInputException("--skip-bad is for --format images: mend the rows of other files");
        }
        if (scale != 1 && format != SourceFormat.CSV && format != SourceFormat.PARQUET) {
            throw new InvalidInputException(
                    "--scale is for --format csv and parquet: images have a range of their own");
        }
        if (pixelsColumn != null && format != SourceFormat.PARQUET) {
            throw new InvalidInputException("--pixels-column is for --format parquet");
        }
        if (header && format != SourceFormat.CSV) {
            throw new InvalidInputException("--header is for --format csv");
        }
        if (labelColumn != null && format == SourceFormat.IMAGES) {
            throw new InvalidInputException(
                    "--label-column is not for --format images: the folder's name is the label");
        }
        if (delimiter.isEmpty()) {
            throw new InvalidInputException("--delimiter is empty: give the character between two numbers");
        }
    }

    /** Where the dataset appears. */
    public String target() {
        return out.endsWith("/") ? out + name : out + "/" + name;
    }
}
