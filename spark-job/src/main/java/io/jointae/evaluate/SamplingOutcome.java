package io.jointae.evaluate;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.sample.SamplingProvenance;
import io.jointae.results.ResultRow;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The outcome of {@link SamplingEvaluation}. The samples are drawn lazily, whenever a Spark job reads them, while the
 * cache of the evaluation is open.
 *
 * @param samples blocks of samples; ids are {@code chain * samplesPerChain + position}, labels are chain numbers
 * @param provenance model, dataset and plan of the samples
 */
public record SamplingOutcome(JavaRDD<RowBlock> samples, SamplingProvenance provenance) implements EvaluationOutcome {

    /** Returns no rows: sampling measures nothing. */
    @Override
    public List<ResultRow> rows() {
        return List.of();
    }
}
