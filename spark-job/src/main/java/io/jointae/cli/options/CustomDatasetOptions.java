package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Shape;
import io.jointae.data.columns.FeatureRequest;
import io.jointae.data.columns.MissingValues;
import io.jointae.data.columns.TableRequest;
import io.jointae.data.custom.CsvColumns;
import io.jointae.data.custom.CustomDatasetRequest;
import io.jointae.data.custom.CustomInput;
import io.jointae.data.custom.PixelOptions;
import io.jointae.data.custom.SourceFormat;
import io.jointae.data.custom.SplitShares;
import io.jointae.data.prepare.Catalog;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code prepare} for the user's own data. */
@ShownUnder(HelpSection.CUSTOM_DATA)
public final class CustomDatasetOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Names the format of your own data: idx (the format of MNIST), csv (one row per line), images (one folder"
                            + " of image files per label), parquet (a column of arrays, vectors or encoded images, or the"
                            + " columns that --features names), orc, or json (one object per line).")
    private SourceFormat format;

    @Option(
            names = "--label-column",
            paramLabel = "COLUMN",
            description =
                    "Says where the labels are. For csv: the name of a column, or its number counted from 1. For parquet,"
                            + " orc and json: the name of a column. For idx: the file of the labels. Without this option,"
                            + " the data has no labels.")
    private String labelColumn;

    @Option(
            names = "--pixels-column",
            paramLabel = "COLUMN",
            description =
                    "For parquet: names the column of arrays, vectors or encoded images. It is needed only if there are"
                            + " several.")
    private String pixelsColumn;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN[,COLUMN...]",
            description =
                    "For csv with --header, parquet, orc and json: makes the values of a row from these columns of numbers,"
                            + " vectors and categories.")
    private List<String> features = List.of();

    @Option(
            names = "--except",
            split = ",",
            paramLabel = "COLUMN[,COLUMN...]",
            description = "Makes the values of a row from all columns but these and that of the labels.")
    private List<String> except = List.of();

    @Option(
            names = "--categorical",
            split = ",",
            paramLabel = "COLUMN[,COLUMN...]",
            description =
                    "Turns each of these columns into one value per category, which is 1 for the category of the row.")
    private List<String> categorical = List.of();

    @Option(
            names = "--missing",
            paramLabel = "NAME",
            defaultValue = "refuse",
            description =
                    "Selects what takes the place of a missing value of a named column: nothing (refuse), or the mean (mean)"
                            + " or the median (median) of the training rows; for a category, the most frequent one."
                            + " Default: ${DEFAULT-VALUE}.")
    private MissingValues missing;

    @Option(
            names = "--unseen-categories",
            paramLabel = "NAME",
            defaultValue = "refuse",
            description =
                    "Selects what a category becomes that no training row has: an error (refuse), or zeros (zero)."
                            + " Default: ${DEFAULT-VALUE}.")
    private UnseenCategories unseenCategories;

    /** The ways to read a category that no training row has. */
    private enum UnseenCategories {
        REFUSE,
        ZERO
    }

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            defaultValue = ",",
            description = "For csv: sets the text between two numbers. Default: a comma.")
    private String delimiter;

    @Option(names = "--header", description = "For csv: takes the first line of each file as the names of the columns.")
    private boolean header;

    @Option(
            names = "--size",
            paramLabel = "HxW[x3]",
            description =
                    "For images: scales every image to this height and width, in gray, or in color with x3. For other"
                            + " formats: sets the height, width and channels of a row, such as 28x28.")
    private String size;

    @Option(
            names = "--scale",
            paramLabel = "MAXIMUM",
            defaultValue = "1",
            description =
                    "For csv and parquet: divides every number by this value, so that it is in the range from 0 to 1."
                            + " The value must be greater than 0. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(
            names = "--scaling",
            paramLabel = "NAME",
            defaultValue = "none",
            description = "Scales every feature by its values in the training rows: to mean 0 and standard deviation 1"
                    + " (standardize), to the range from 0 to 1 (minmax), or to that range after log(1 + x) (log)."
                    + " The model keeps the scaling, and score applies it. Without scaling (none), values must be"
                    + " in the range from 0 to 1. Default: ${DEFAULT-VALUE}.")
    private ScalingKind scaling;

    @Option(
            names = "--clip",
            paramLabel = "LIMIT",
            description =
                    "Limits standardized values to this many standard deviations from the mean. It must be greater than 0."
                            + " Default: no limit.")
    private Double clip;

    @Option(
            names = "--keep-constant",
            description =
                    "Keeps features that have the same value in every training row, with the scaled value 0. Without this"
                            + " option, they are refused where there is a scaling.")
    private boolean keepConstant;

    @Option(
            names = "--valid",
            paramLabel = "SHARE",
            defaultValue = "" + SplitShares.DEFAULT_SHARE,
            description =
                    "Takes this share of the training rows as the validation split if the source has none. It must be"
                            + " at least 0 and less than 1. Default: ${DEFAULT-VALUE}.")
    private double valid;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            defaultValue = "" + SplitShares.DEFAULT_SHARE,
            description =
                    "Takes this share of the training rows as the test split if the source has none. It must be at"
                            + " least 0 and less than 1. Default: ${DEFAULT-VALUE}.")
    private double test;

    @Option(
            names = {"--skip-invalid", "--skip-bad"},
            description = "For images: skips files that cannot be decoded, and lists them in the manifest.")
    private boolean skipInvalid;

    /** Returns whether the command prepares the user's own data. */
    public boolean isGiven() {
        return format != null;
    }

    /**
     * Returns the request that the options make.
     *
     * @param name the dataset's name
     * @param source the file or folder of the data; null where it is not given
     * @param seed the seed of splits that are drawn
     * @param output where and how the dataset is written
     */
    public CustomDatasetRequest request(String name, String source, long seed, DatasetOutput output) {
        if (Catalog.find(name).isPresent()) {
            throw InvalidInputException.of(
                    "%s is the name of a dataset of the paper: give your own data another name.", name);
        }
        CustomInput input = new CustomInput(
                format,
                source,
                labelColumn,
                new CsvColumns(delimiter, header),
                new PixelOptions(pixelsColumn, shape(), scale),
                skipInvalid,
                new FeatureRequest(table(), new ScalingRequest(scaling, clip, keepConstant)));
        return new CustomDatasetRequest(name, input, new SplitShares(valid, test, seed), output);
    }

    /** Refuses options that have no effect without {@code --format}. */
    public void refuseUnused() {
        if (labelColumn != null || pixelsColumn != null || header || size != null || scale != 1 || skipInvalid) {
            throw new InvalidInputException(
                    "--label-column, --pixels-column, --header, --size, --scale and --skip-invalid apply to your own"
                            + " data only: add --format.");
        }
        if (scaling != ScalingKind.NONE || clip != null || keepConstant) {
            throw new InvalidInputException(
                    "--scaling, --clip and --keep-constant apply to your own data only: add --format.");
        }
        if (table().isGiven()) {
            throw new InvalidInputException(
                    "--features, --except, --categorical, --missing and --unseen-categories apply to"
                            + " your own data only: add --format.");
        }
    }

    private TableRequest table() {
        return new TableRequest(features, except, categorical, missing, unseenCategories == UnseenCategories.ZERO);
    }

    private Shape shape() {
        if (size == null) {
            return null;
        }
        Shape shape = SizeText.parse(size);
        if (format == SourceFormat.IMAGES && shape.channels() != 1 && shape.channels() != 3) {
            throw InvalidInputException.ofField(
                    "size", "%s has %d channels: images have 1 channel (gray) or 3 (color).", size, shape.channels());
        }
        return shape;
    }
}
