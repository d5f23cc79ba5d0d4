package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import io.jointae.data.custom.CustomDatasetRequest;
import io.jointae.data.custom.SourceFormat;
import io.jointae.data.prepare.Catalogue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options of {@code prepare} for the user's own data. */
public final class CustomDatasetOptions {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})(?:x(\\d{1,2}))?");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Your own data, under a NAME of yours: ${COMPLETION-CANDIDATES}.")
    private SourceFormat format;

    @Option(
            names = "--label-column",
            paramLabel = "COLUMN",
            description = "csv: name or number from 1. parquet: name. idx: the file of labels. Without: no labels.")
    private String labelColumn;

    @Option(names = "--pixels-column", paramLabel = "COLUMN", description = "parquet: the column of arrays.")
    private String pixelsColumn;

    @Option(names = "--delimiter", defaultValue = ",", description = "csv: between numbers. Default: a comma.")
    private String delimiter;

    @Option(names = "--header", description = "csv: the first line of a file names its columns.")
    private boolean header;

    @Option(
            names = "--size",
            paramLabel = "HxW[x3]",
            description = "images: scale all to this, grey or colour (x3). Other formats: how a row is laid out.")
    private String size;

    @Option(names = "--scale", defaultValue = "1", description = "csv, parquet: pixel = number / this. Default: 1.")
    private double scale;

    @Option(
            names = "--valid",
            defaultValue = "" + CustomDatasetRequest.SHARE,
            description =
                    "Share drawn from train where the" + " source has no validation rows. Default: ${DEFAULT-VALUE}.")
    private double valid;

    @Option(names = "--test", defaultValue = "" + CustomDatasetRequest.SHARE, description = "The same for test.")
    private double test;

    @Option(names = "--skip-bad", description = "images: leave out what cannot be decoded, and list it.")
    private boolean skipBad;

    public boolean given() {
        return format != null;
    }

    public CustomDatasetRequest request(
            String name, String source, String out, long seed, long rowsPerFile, boolean overwrite) {
        if (Catalogue.find(name).isPresent()) {
            throw InvalidInputException.of("'%s' is a dataset of the paper: give your own data another name", name);
        }
        return new CustomDatasetRequest(
                name,
                format,
                source,
                out,
                labelColumn,
                pixelsColumn,
                delimiter,
                header,
                shape(),
                scale,
                valid,
                test,
                seed,
                skipBad,
                rowsPerFile,
                overwrite);
    }

    /** Options that mean nothing without --format must not pass unseen. */
    public void refuseUnused() {
        if (labelColumn != null || pixelsColumn != null || header || size != null || scale != 1 || skipBad) {
            throw new InvalidInputException(
                    "--label-column, --pixels-column, --header, --size, --scale and --skip-bad are for your"
                            + " own data: add --format");
        }
    }

    private Shape shape() {
        if (size == null) {
            return null;
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw InvalidInputException.of("--size %s is not HxW or HxWx3, such as 28x28", size);
        }
        int channels = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        try {
            if (format == SourceFormat.IMAGES && channels != 1 && channels != 3) {
                throw InvalidInputException.of("--size %s: images are grey (1) or colour (3)", size);
            }
            return new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), channels);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--size " + size + ": " + e.getMessage(), e);
        }
    }
}
