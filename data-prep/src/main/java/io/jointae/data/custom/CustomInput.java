package io.jointae.data.custom;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.columns.FeatureRequest;
import io.jointae.data.columns.TableRequest;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
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
 * @param features how the inputs of a network are made from the rows
 */
public record CustomInput(
        SourceFormat format,
        String source,
        String labelColumn,
        CsvColumns csv,
        PixelOptions pixels,
        boolean skipInvalid,
        FeatureRequest features) {

    /** Checks the values and that each of them applies to the format. */
    public CustomInput {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(csv, "csv");
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(features, "features");
        TableRequest table = features.table();
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
        if (pixels.scale() != 1 && table.isGiven()) {
            throw InvalidInputException.of(
                    "%s divides the numbers of vectors, but %s names columns of a table: choose a %s.",
                    FieldName.of("scale"), FieldName.of("features"), FieldName.of("scaling"));
        }
        if (pixels.column() != null && table.isGiven()) {
            throw InvalidInputException.of(
                    "%s and %s are both given: name one column of vectors, or the columns of a table.",
                    FieldName.of("pixelsColumn"), FieldName.of("features"));
        }
        if (pixels.scale() != 1 && features.scaling().kind() != ScalingKind.NONE) {
            throw InvalidInputException.of(
                    "%s and %s are both given, and the scaling needs no divisor: leave %s out.",
                    FieldName.of("scale"), FieldName.of("scaling"), FieldName.of("scale"));
        }
        require(
                !table.isGiven() || !(format == SourceFormat.IDX || format == SourceFormat.IMAGES),
                "features",
                "csv, parquet, orc and json: other files have no columns");
        if (table.isGiven() && format == SourceFormat.CSV && !csv.header()) {
            throw InvalidInputException.of(
                    "%s names columns, and without %s the columns of CSV files have no names: set it, and let the first line"
                            + " of each file name the columns.",
                    FieldName.of("features"), FieldName.of("header"));
        }
        require(pixels.column() == null || format == SourceFormat.PARQUET, "pixelsColumn", "parquet");
        require(!csv.header() || format == SourceFormat.CSV, "header", "csv");
        require(
                labelColumn == null || format != SourceFormat.IMAGES,
                "labelColumn",
                "csv, parquet and idx: the label of an image is the name of its folder");
    }

    /** Describes a source whose values lie in [0, 1] and stay as they are. */
    public CustomInput(
            SourceFormat format,
            String source,
            String labelColumn,
            CsvColumns csv,
            PixelOptions pixels,
            boolean skipInvalid) {
        this(format, source, labelColumn, csv, pixels, skipInvalid, FeatureRequest.PLAIN);
    }

    /** Returns the same source with other features. */
    public CustomInput with(FeatureRequest other) {
        return new CustomInput(format, source, labelColumn, csv, pixels, skipInvalid, other);
    }

    /** Returns which columns of a table become features. */
    TableRequest table() {
        return features.table();
    }

    /** Returns how the values become inputs. The divisor of the numbers is a scaling, which the dataset states. */
    ScalingRequest scaling() {
        return pixels.scale() == 1 ? features.scaling() : ScalingRequest.dividedBy((float) pixels.scale());
    }

    /** Returns how the numbers of the files are scaled after their division. */
    ScalingKind scalingOfQuotients() {
        return features.scaling().kind();
    }

    /** Returns whether several columns are assembled to the values of a row. */
    boolean isTable() {
        return table().isGiven() || format == SourceFormat.ORC || format == SourceFormat.JSON;
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
