package io.jointae.cli.codes;

import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.frozen.RankEvaluation;
import io.jointae.evaluate.frozen.RankOutcome;
import io.jointae.evaluate.frozen.RankOutcome.LayerRank;
import io.jointae.results.Cell;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code rank}: measures the effective rank of the codes of each layer. */
@Command(
        name = "rank",
        description = {
            "Measures the effective rank of the codes of each layer, which needs no labels.",
            "",
            "The effective rank says how many directions the codes use. It is low for a model that has collapsed. The"
                    + " command measures it for all training codes: as they are (RankMe), and centered. "
                    + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit rank --model=models/dae2j --data=data/rectangles --results=results")
public final class RankCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Mixin
    private ArithmeticOptions computation;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return flags.outputFolders();
    }

    @Override
    public Integer call() throws Exception {
        List<RankOutcome> outcomes = flags.evaluate(output, computation.arithmetic(), new RankEvaluation());
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write(RankEvaluation.NAME, rows);
        List<String> names = flags.names(outcomes);
        output.results(
                rows,
                IntStream.range(0, outcomes.size())
                        .mapToObj(i -> describe(outcomes.get(i), names.get(i)))
                        .collect(Collectors.joining(System.lineSeparator())));
        return flags.status(outcomes);
    }

    private static String describe(RankOutcome outcome, String name) {
        Cell cell = outcome.rows().get(0).cell();
        return outcome.layers().stream()
                .map(rank -> describe(cell, name, rank))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String describe(Cell cell, String name, LayerRank rank) {
        return String.format(
                Locale.ROOT,
                "%s %s: layer %d of %d units has effective rank %.2f centered and %.2f as it is (RankMe), variance %.3g,"
                        + " over %,d %s rows",
                cell.dataset(),
                name,
                rank.layer(),
                rank.units(),
                rank.effectiveRank(),
                rank.rankMe(),
                rank.variance(),
                rank.codeRows(),
                cell.split());
    }
}
