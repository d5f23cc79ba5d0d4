package io.jointae.train;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.Networks;
import io.jointae.stack.StackModel;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.averaging.ResidentData;
import io.jointae.train.averaging.RunOverrides;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.TrainingDivergedException;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** Training a plan on prepared data: the short way to {@link AveragingMaster}. */
public final class Training {

    private Training() {}

    /**
     * Trains from a state to the end of the plan.
     *
     * @return the trained stack; its history went to the listeners
     * @throws InvalidInputException if the data do not fit the plan
     * @throws TrainingDivergedException if a {@link DivergenceGuard} is among the listeners and stops the run
     */
    public static StackModel run(
            SparkSession spark,
            PreparedDataset data,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners) {
        return run(spark, data, plan, start, listeners, RunOverrides.NONE);
    }

    /** @param shared its start is not looked at: it is given already */
    static StackModel run(
            SparkSession spark,
            PreparedDataset data,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides shared) {
        check(data.manifest(), plan);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (shared.data().isPresent()) {
            return run(context, context.emptyRDD(), null, plan, start, listeners, shared);
        }
        int workers = plan.averaging().workers();
        JavaRDD<DataSet> train = ResidentData.dataSets(data, Split.TRAIN, workers);
        JavaRDD<DataSet> valid =
                data.count(Split.VALID) == 0 ? null : ResidentData.dataSets(data, Split.VALID, workers);
        return run(context, train, valid, plan, start, listeners, shared);
    }

    /**
     * As {@link #run(SparkSession, PreparedDataset, TrainingPlan, TrainingState, List)}, of rows that are not
     * prepared; without validation.
     *
     * @param rows [inputs] each, by ids that are dense from 0; read once
     */
    public static StackModel run(
            JavaSparkContext context,
            JavaPairRDD<Long, float[]> rows,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners) {
        int inputs = plan.architecture().inputs();
        JavaRDD<DataSet> train =
                ResidentData.dataSets(rows, inputs, plan.averaging().workers());
        return run(context, train, null, plan, start, listeners, RunOverrides.NONE);
    }

    private static StackModel run(
            JavaSparkContext context,
            JavaRDD<DataSet> train,
            JavaRDD<DataSet> valid,
            TrainingPlan plan,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides shared) {
        StackModel begin = new StackModel(plan.architecture(), start.parameters());
        MultiLayerNetwork network = Networks.toNetwork(begin, plan.lastUpdaters(), plan.seed());
        AveragingMaster master = new AveragingMaster(plan, valid, start, listeners, shared);
        MultiLayerNetwork trained = new SparkDl4jMultiLayer(context, network, master).fit(train);
        return Networks.fromNetwork(trained, plan.name());
    }

    /** @throws InvalidInputException if the data do not fit the plan */
    public static void check(Manifest data, TrainingPlan plan) {
        if (data.shape().size() != plan.architecture().inputs()) {
            throw InvalidInputException.of(
                    "%s: rows of %d values where the stack has %d inputs",
                    data.name(), data.shape().size(), plan.architecture().inputs());
        }
        if (data.count(Split.TRAIN) == 0) {
            throw InvalidInputException.of("%s: no training examples", data.name());
        }
        plan.averaging().check(data.count(Split.TRAIN));
    }
}
