package io.jointae.cli;

import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.Manifest;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.data.prepare.PreparedDatasets;
import io.jointae.results.DataOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code datasets}: lists the paper's nine datasets and those that are prepared in a folder. */
@Command(
        name = "datasets",
        description = {
            "Lists the datasets of the paper and the datasets that are prepared in a folder.",
            "",
            "The list shows the number of classes, the rows per split, the official file, the recipe, and whether the"
                    + " dataset is prepared in DIR."
        },
        footer = "  deploy/submit datasets data")
final class DatasetsCommand implements Callable<Integer> {

    private static final String LINE = "%-11s %-11s %7s %9s %9s %9s  %-34s %-20s %s%n";

    @Mixin
    private OutputOptions output;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Names the folder of prepared datasets, which prepare wrote with --out.")
    private String dir;

    @Override
    public Integer call() throws IOException {
        SortedMap<String, Manifest> prepared = dir == null
                ? new TreeMap<>()
                : PreparedDatasets.in(
                        SparkSessions.session("datasets").sessionState().newHadoopConf(), dir);
        List<Listed> listed = new ArrayList<>();
        for (PaperDataset dataset : Catalog.datasets()) {
            listed.add(Listed.of(dataset, prepared.remove(dataset.id())));
        }
        prepared.forEach((name, manifest) -> listed.add(Listed.of(name, manifest)));
        output.results(listed, table(listed));
        return 0;
    }

    private String table(List<Listed> listed) {
        StringBuilder table = new StringBuilder(String.format(
                LINE, "name", "in paper", "classes", "train", "valid", "test", "official file", "prepared", "recipe"));
        for (Listed each : listed) {
            table.append(String.format(
                    LINE,
                    each.name,
                    each.dataset,
                    each.classes,
                    each.counts.get(Split.TRAIN),
                    each.counts.get(Split.VALID),
                    each.counts.get(Split.TEST),
                    each.archive == null ? "-" : each.archive,
                    each.prepared == null ? "-" : each.prepared,
                    each.recipe));
        }
        return table.toString().stripTrailing();
    }

    /**
     * A line of the list, which is one flat JSON object.
     *
     * @param name the dataset's name on the command line and as a folder
     * @param dataset the dataset's name in the paper, or in its manifest
     * @param classes the number of labels
     * @param counts the rows of each split
     * @param archive the official file; null for the user's own data
     * @param sha1 the hash of the official file; null if there are several files or none
     * @param recipe how the rows are made, in words
     * @param choices what the published recipe leaves open, and what was chosen
     * @param citation the source; null for the user's own data
     * @param prepared {@code official}, {@code regenerated} with the seed, {@code unverified}, or {@code own}; null if it is not prepared
     * @param hash the hash of the prepared contents; null if it is not prepared
     */
    private record Listed(
            String name,
            String dataset,
            int classes,
            Map<Split, Long> counts,
            String archive,
            String sha1,
            String recipe,
            Map<String, String> choices,
            String citation,
            String prepared,
            String hash) {

        static Listed of(PaperDataset dataset, Manifest manifest) {
            return new Listed(
                    dataset.id(),
                    dataset.paperName(),
                    dataset.classes(),
                    manifest == null ? dataset.counts() : manifest.counts(),
                    dataset.archive() == null
                            ? "four IDX files"
                            : dataset.archive().file(),
                    dataset.archive() == null ? null : dataset.archive().sha1(),
                    dataset.recipe().description(),
                    dataset.recipe().choices(),
                    dataset.citation(),
                    manifest == null ? null : origin(manifest),
                    manifest == null ? null : manifest.hash());
        }

        static Listed of(String name, Manifest manifest) {
            return new Listed(
                    name,
                    manifest.name(),
                    manifest.classes(),
                    manifest.counts(),
                    null,
                    null,
                    manifest.recipe(),
                    manifest.choices(),
                    null,
                    DataOrigin.OWN.id(),
                    manifest.hash());
        }

        private static String origin(Manifest manifest) {
            DataOrigin origin = DataOrigin.of(manifest);
            return origin == DataOrigin.REGENERATED ? origin.id() + ", seed " + manifest.seed() : origin.id();
        }
    }
}
