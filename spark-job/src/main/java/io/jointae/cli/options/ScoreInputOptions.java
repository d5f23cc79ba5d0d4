package io.jointae.cli.options;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.custom.CsvColumns;
import io.jointae.score.ScoreInput;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code score} that say what is read, and how. */
public final class ScoreInputOptions {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = {"--input", "--inputs"},
            required = true,
            split = ",",
            paramLabel = "PATH[,PATH...]",
            description =
                    "Reads files, folders, globs or partitioned tables of Parquet, CSV, ORC or JSON (one object per line);"
                            + " IDX files of images; or folders of images.")
    private List<String> inputs;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Names the format of tables: parquet, csv, orc or json. Default: the one that the names of the"
                            + " files say, and otherwise parquet.")
    private TableFormat format;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            defaultValue = ",",
            description = "For csv: sets the text between two columns. Default: a comma.")
    private String delimiter;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--header",
            description =
                    "For csv: takes the first line of each file as the names of the columns. A model that keeps the"
                            + " columns of its dataset does so in any case.")
    private boolean header;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--except",
            split = ",",
            paramLabel = "COLUMN[,COLUMN...]",
            description = "For a model that keeps no columns: makes the vectors from all columns of numbers but these.")
    private List<String> except = List.of();

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--size",
            paramLabel = "HxW[x3]",
            description =
                    "Scales every image to this height and width, in gray, or in color with x3. Default: images are"
                            + " taken as they are.")
    private String size;

    /** Returns the input that the options describe. */
    public ScoreInput input() {
        return new ScoreInput(
                inputs, format, new CsvColumns(delimiter, header), except, size == null ? null : SizeText.parse(size));
    }
}
