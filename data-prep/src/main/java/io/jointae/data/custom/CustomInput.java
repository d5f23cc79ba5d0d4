package io.jointae.data.custom;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.Objects;

/**
 * The source of the user's own data and how to read it.
 *
 * @param format the format of the files
 * @param source a file or a folder that every executor can read; see {@link CustomDatasetRequest#SPLIT_RULE}
 * @param labelColumn for CSV, the name of the label's column or its number from 1; for Parquet, the name of the column; for
 *     IDX, the path of the file of the labels; null for rows without labels (the label of an image is the name of its
 *     folder)
 * @param csv how CSV text is divided into columns; other formats do not use it
 * @param pixels which values become pixels, and how
 * @param skipInvalid whether images that cannot be decoded are skipped and listed in the manifest
 */
public record CustomInput(
        SourceFormat format,
        String source,
        String labelColumn,
        CsvColumns csv,
        PixelOptions pixels,
        boolean skipInvalid) {

    /** Checks the values and that each of them applies to the format. */
    public CustomInput {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(csv, "csv");
        Objects.requireNonNull(pixels, "pixels");
        if (source == null) {
            throw InvalidInputException.ofField("source", "is missing: give the file or the folder of the data.");
        }
        require(
                !skipInvalid || format == SourceFormat.IMAGES,
                "skipInvalid",
                "images: correct the rows of other files");
        require(
                pixels.scale() == 1 || format == SourceFormat.CSV || format == SourceFormat.PARQUET,
                "scale",
                "csv and parquet: the samples of other files have a fixed range");
        require(pixels.column() == null || format == SourceFormat.PARQUET, "pixelsColumn", "parquet");
        require(!csv.header() || format == SourceFormat.CSV, "header", "csv");
        require(
                labelColumn == null || format != SourceFormat.IMAGES,
                "labelColumn",
                "csv, parquet and idx: the label of an image is the name of its folder");
    }

    /** Returns the input of files without labels, with the default of every option. */
    public static CustomInput of(SourceFormat format, String source) {
        return new CustomInput(format, source, null, CsvColumns.commas(), PixelOptions.defaults(), false);
    }

    private static void require(boolean valid, String field, String formats) {
        if (!valid) {
            throw InvalidInputException.of(
                    "%s applies only to the format %s; leave it out.", FieldName.of(field), formats);
        }
    }
}
