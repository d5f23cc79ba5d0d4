package io.jointae.cli.options;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.data.PreparedDataset;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The option that says when the contents of a dataset are compared with its manifest. */
public final class ContentsFlag {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--check-contents",
            description =
                    "Compares the contents of every file of the dataset with its manifest. Without this option, the"
                            + " contents are compared once, and again only after a file has changed; names and sizes are always"
                            + " compared.")
    private boolean checkContents;

    /** Opens a dataset. */
    public PreparedDataset open(SparkSession spark, String dir) throws IOException {
        return PreparedDataset.open(
                spark, dir, checkContents ? PreparedDataset.ContentsCheck.ALWAYS : PreparedDataset.ContentsCheck.ONCE);
    }
}
