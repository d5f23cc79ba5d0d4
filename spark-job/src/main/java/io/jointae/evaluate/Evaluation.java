package io.jointae.evaluate;

import io.jointae.data.PreparedDataset;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Measures one property of a trained model on a prepared dataset. Every implementation is a record of its settings,
 * which its constructor checks; it holds no state, so one instance may evaluate several models at the same time.
 *
 * @param <O> outcome of the evaluation
 */
public interface Evaluation<O extends EvaluationOutcome> {

    /** Returns the name of this evaluation in commands and in sweep files, such as {@code svm}. */
    String name();

    /**
     * Returns the metrics by which models are compared, the most important one last; empty if the evaluation only produces
     * output.
     *
     * @param depth number of layers of the models, on which the names of some metrics depend
     * @throws io.jointae.base.InvalidInputException if the evaluation measures a layer that such a model does not have
     */
    List<MetricName> metrics(int depth);

    /**
     * Evaluates a model.
     *
     * @param subject model and dataset
     * @param cache rows and features that evaluations share; the outcome may refer to it, so it must be open as long as
     *     the outcome is used
     * @return the result rows and whatever else the evaluation produces
     * @throws io.jointae.base.InvalidInputException if the model or the dataset does not suit this evaluation
     * @throws IOException if a file cannot be read
     */
    O evaluate(ModelOnDataset subject, EvaluationCache cache) throws IOException;

    /**
     * Evaluates a single model with a cache of its own and returns the result rows alone.
     *
     * @param spark session that runs the jobs
     * @param model trained model
     * @param data dataset of the model's width
     * @return the rows of the outcome
     * @throws io.jointae.base.InvalidInputException if the model or the dataset does not suit this evaluation
     * @throws IOException if a file cannot be read
     */
    default List<ResultRow> rows(SparkSession spark, ModelDirectory model, PreparedDataset data) throws IOException {
        ModelOnDataset subject = new ModelOnDataset(model, data);
        try (EvaluationCache cache = EvaluationCache.single(spark)) {
            return evaluate(subject, cache).rows();
        }
    }
}
