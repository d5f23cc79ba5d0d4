package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.results.CodeMetric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.statistics.CodeStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures how many directions the codes of each layer use, without labels: their effective rank, see {@link
 * io.jointae.statistics.EffectiveRank}. It is measured of all rows of the training split, or of the first split that has
 * rows, as they are (RankMe) and centered. RankMe falls when a representation collapses; the centered rank is also
 * comparable between layers whose units have a large mean, as logistic ones have.
 */
public record RankEvaluation() implements Evaluation<RankOutcome> {

    /** The name of this evaluation in commands. */
    public static final String NAME = "rank";

    /** The largest number of units: the sums of a task and the decomposition on the driver take some 130 MB each. */
    static final int MOST_UNITS = 4096;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricName> metrics(int depth) {
        return IntStream.rangeClosed(1, depth)
                .mapToObj(layer -> CodeMetric.RANKME.name(null, layer))
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if a layer has more than {@value #MOST_UNITS} units, or a code is not a finite number
     */
    @Override
    public RankOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        Split split = Stream.of(Split.values())
                .filter(each -> subject.data().count(each) > 0)
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        "%s: the dataset has no rows, but the rank of codes needs some: choose another dataset.",
                        subject.data().dir()));
        int depth = subject.model().model().architecture().depth();
        for (int layer = 1; layer <= depth; layer++) {
            int units = FrozenCodes.of(subject, layer).units();
            if (units > MOST_UNITS) {
                throw InvalidInputException.of(
                        "%s: layer %d has %d units, but the rank is measured of layers of up to %d units.",
                        subject.describe(), layer, units, MOST_UNITS);
            }
        }
        CodeStatistics statistics = cache.codes(subject);
        List<ResultRow> rows = new ArrayList<>();
        List<RankOutcome.LayerRank> layers = new ArrayList<>();
        for (int layer = 1; layer <= depth; layer++) {
            FrozenCodes codes = FrozenCodes.of(subject, layer);
            long start = System.nanoTime();
            CodeSums sums = CodeSums.of(codes.codes(cache, split), codes.units());
            if (!sums.isFinite()) {
                throw InvalidInputException.of(
                        "%s: a code of layer %d is not a finite number: train the model again with a lower learning rate.",
                        subject.describe(), layer);
            }
            RankOutcome.LayerRank rank = new RankOutcome.LayerRank(
                    layer, codes.units(), sums.rows(), sums.centeredRank(), sums.rank(), sums.variance());
            double seconds = (System.nanoTime() - start) / 1e9;
            layers.add(rank);
            rows.add(row(codes, CodeMetric.EFFECTIVE_RANK, split, rank.effectiveRank(), seconds, statistics));
            rows.add(row(codes, CodeMetric.RANKME, split, rank.rankMe(), seconds, statistics));
            rows.add(row(codes, CodeMetric.CODE_VARIANCE, split, rank.variance(), seconds, statistics));
        }
        return new RankOutcome(rows, layers);
    }

    private static ResultRow row(
            FrozenCodes codes,
            CodeMetric metric,
            Split split,
            double value,
            double seconds,
            CodeStatistics statistics) {
        return codes.row(Map.of(), metric, null, split, new FrozenCodes.Measured(value, null, seconds))
                .with(statistics);
    }
}
