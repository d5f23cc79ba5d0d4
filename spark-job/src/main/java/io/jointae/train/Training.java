package io.jointae.train;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.Networks;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.averaging.RunOverrides;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.TrainingDivergedException;
import io.jointae.train.options.OutputDefaults;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.DataMemory;
import io.jointae.train.shard.ResidentData;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.SparseRows;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a plan on a prepared dataset or on rows in memory, with {@link AveragingMaster}. */
public final class Training {

    private Training() {}

    /**
     * Trains on a prepared dataset from a state to the end of the plan.
     *
     * @param start the initial state, or the state of an interrupted run
     * @param listeners receive the history of the run
     * @return the trained stack
     * @throws InvalidInputException if the dataset does not fit the plan
     * @throws TrainingDivergedException if a {@link DivergenceGuard} among the listeners stops the run
     */
    public static StackModel run(
            SparkSession spark,
            PreparedDataset data,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners) {
        return run(spark, data, plan, start, listeners, RunOverrides.NONE);
    }

    /** @param overrides its start is ignored, since the caller has chosen {@code start} */
    static StackModel run(
            SparkSession spark,
            PreparedDataset data,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides overrides) {
        check(data.manifest(), plan);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        DataMemory needed = DataMemory.of(plan, data);
        // Shared rows are in the order of their ids, but an order by blocks needs them in a random order.
        if (overrides.data().isPresent() && needed.order() != RowOrder.Kind.BLOCKWISE) {
            return run(context, context.emptyRDD(), null, plan, start, listeners, overrides);
        }
        int workers = plan.averaging().workers();
        needed.check(context);
        JavaRDD<DataSet> train = ResidentData.trainingSets(data, plan);
        JavaRDD<DataSet> valid =
                data.count(Split.VALID) == 0 ? null : ResidentData.dataSets(data, Split.VALID, workers);
        RunOverrides own =
                new RunOverrides(overrides.start(), Optional.empty(), overrides.stopAfter(), Optional.empty());
        return run(context, train, valid, plan, start, listeners, own);
    }

    /**
     * Trains on rows in memory, without validation.
     *
     * @param rows the values of each row, {@code [inputs]}, by ids that count from 0 without gaps. They are read once,
     *     before {@link RunListener#onStart}; after that, only if an executor is lost
     * @param count the number of rows
     * @param start the initial state, or the state of an interrupted run
     * @param listeners receive the history of the run
     * @return the trained stack
     */
    public static StackModel run(
            JavaSparkContext context,
            JavaPairRDD<Long, float[]> rows,
            long count,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners) {
        DataMemory.of(plan, count).check(context);
        JavaRDD<DataSet> train = ResidentData.trainingSets(rows, count, plan);
        return run(context, train, null, plan, start, listeners, RunOverrides.NONE);
    }

    /** Trains on sparse rows in memory, as on rows of all values, with the same result. */
    public static StackModel run(
            JavaSparkContext context,
            SparseRows rows,
            long count,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners) {
        DataMemory.of(plan, rows, count).check(context);
        JavaRDD<DataSet> train = ResidentData.trainingSets(rows, count, plan);
        return run(context, train, null, plan, start, listeners, RunOverrides.NONE);
    }

    private static StackModel run(
            JavaSparkContext context,
            JavaRDD<DataSet> train,
            JavaRDD<DataSet> valid,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides overrides) {
        StackModel untrained = new StackModel(plan.architecture(), start.parameters());
        plan.steps().arithmetic().checkPresent();
        MultiLayerNetwork network = Networks.toNetwork(untrained, plan.lastUpdaters(), plan.seed());
        new AveragingMaster(plan, valid, start, listeners, overrides).train(context, network, train);
        return Networks.fromNetwork(network, plan.name());
    }

    /**
     * Checks a dataset against a plan.
     *
     * @throws InvalidInputException if the width differs from the inputs of the stack, the stack cannot reconstruct the
     *     inputs that the scaling makes, there are too few examples, or the engine is not on the class path
     */
    public static void check(Manifest data, TrainingPlan plan) {
        if (data.shape().size() != plan.architecture().inputs()) {
            throw InvalidInputException.of(
                    "Dataset %s has rows of %s where the stack has %s: choose a dataset of this width.",
                    data.name(),
                    Count.of(data.shape().size(), "value"),
                    Count.of(plan.architecture().inputs(), "input"));
        }
        if (data.count(Split.TRAIN) == 0) {
            throw InvalidInputException.of(
                    "Dataset %s has no training examples: prepare it with at least one.", data.name());
        }
        OutputDefaults.check(data.scaling(), plan.architecture());
        // The layout refuses a model of too many parameters.
        new ParameterLayout(plan.architecture());
        plan.averaging().check(data.count(Split.TRAIN));
        plan.steps().arithmetic().checkPresent();
    }
}
