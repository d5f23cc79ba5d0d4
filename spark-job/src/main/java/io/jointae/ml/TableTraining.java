package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.RowCheck;
import io.jointae.encode.RowLocation;
import io.jointae.encode.column.InputRow;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import io.jointae.feature.TableFeatures;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.train.RunEnvironment;
import io.jointae.train.Training;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.OutputDefaults;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.WorkersAdvice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Trains a stack on the vectors of a table.
 *
 * @param options how to train
 * @param column the name of the column of input vectors
 * @param invalidRows what happens to rows that cannot be training examples
 * @param scaling how the values become inputs of the stack
 */
record TableTraining(TrainingOptions options, String column, InvalidRowPolicy invalidRows, ScalingRequest scaling) {

    private static final Logger LOG = LoggerFactory.getLogger(TableTraining.class);

    /**
     * Trains on all valid rows.
     *
     * @throws InvalidInputException if a row is invalid and the policy is {@link InvalidRowPolicy#ERROR}, or if there is
     *     no row to train on
     */
    ModelDirectory run(Dataset<InputRow> rows) {
        Instant started = Instant.now();
        TrainingPlan plan = options.plan(column, width(rows));
        RowCheck check = new RowCheck(plan.architecture().inputs(), scaling.kind());
        boolean unitInterval = options.stack().loss() == Loss.CROSS_ENTROPY && scaling.kind() == ScalingKind.NONE;
        InputErrors errors = new InputErrors(
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()));
        // Counting and numbering the examples reads them before training does, and all must read the same examples.
        // They stay on disk until the workers have them.
        JavaRDD<float[]> examples = rows.javaRDD()
                .mapPartitions(
                        new TrainingExamples(check, invalidRows, unitInterval, RowLocation.inColumn(column), errors))
                .persist(StorageLevel.DISK_ONLY());
        try {
            JavaPairRDD<Long, float[]> numbered = examples.zipWithIndex().mapToPair(Tuple2::swap);
            long count = numbered.count();
            errors.throwIfAny();
            if (count == 0) {
                throw InvalidInputException.ofField(
                        "inputCol", "%s has no valid vectors to train on: correct the rows.", column);
            }
            Scaling fitted = scaling.fit(
                    "column " + column,
                    examples,
                    plan.architecture().inputs(),
                    i -> "value " + (i + 1) + " of a vector");
            checkOutput(fitted, plan);
            JavaPairRDD<Long, float[]> scaled =
                    fitted.isNone() ? numbered : numbered.mapValues(row -> scaled(row, fitted));
            return train(rows.sparkSession(), new Numbered(examples, scaled, count, fitted), plan, started);
        } finally {
            examples.unpersist();
        }
    }

    /** Returns the length of the first vector, which all others must have. */
    private int width(Dataset<InputRow> rows) {
        return rows.filter("values is not null").takeAsList(1).stream()
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "inputCol", "%s has no vectors to train on: give a table with at least one row.", column))
                .getValues()
                .length;
    }

    private static void checkOutput(Scaling scaling, TrainingPlan plan) {
        try {
            OutputDefaults.check(scaling, plan.architecture());
        } catch (InvalidInputException e) {
            throw TrainingParams.withParamNames(e);
        }
    }

    /** Returns a scaled copy of a row, because Spark may keep the row itself. */
    private static float[] scaled(float[] row, Scaling scaling) {
        float[] copy = row.clone();
        scaling.apply(copy, 1);
        return copy;
    }

    /** The examples, the same examples scaled and with the numbers from 0, how many there are, and their scaling. */
    private record Numbered(JavaRDD<float[]> examples, JavaPairRDD<Long, float[]> rows, long count, Scaling scaling) {}

    private ModelDirectory train(SparkSession spark, Numbered numbered, TrainingPlan plan, Instant started) {
        long count = numbered.count();
        plan.averaging().check(count);
        WorkersAdvice advice = WorkersAdvice.of(plan, count, ClusterSpeed.TYPICAL);
        advice.sentences().forEach(LOG::info);
        advice.warnings().forEach(LOG::warn);
        History history = new History();
        StackModel model = Training.run(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                numbered.rows(),
                count,
                plan,
                TrainingState.initial(plan),
                List.of(new DivergenceGuard(), history, release(numbered.examples())));
        ModelCard.Result result = new ModelCard.Result(ModelDirectory.hash(model.parameters()), history.epochs);
        double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
        ModelCard.Run run = new ModelCard.Run(RunEnvironment.of(spark), started.toString(), seconds);
        return new ModelDirectory(model, plan.lastUpdaters(), card(numbered, run, result));
    }

    /** Returns a listener that removes the examples when the workers hold them, so that training has no second copy. */
    private static RunListener release(JavaRDD<float[]> examples) {
        return new RunListener() {
            @Override
            public void onStart(TrainingPlan plan, TrainingState state) {
                examples.unpersist(false);
            }
        };
    }

    private ModelCard card(Numbered numbered, ModelCard.Run run, ModelCard.Result result) {
        return new ModelCard(
                new ModelCard.Identity(
                        options.modelName(),
                        options.scheme().cliName(),
                        options.kind().toLowerCase(Locale.ROOT)),
                new ModelCard.Data(
                        column,
                        "a table in memory",
                        "unhashed",
                        numbered.count(),
                        numbered.scaling(),
                        TableFeatures.NONE),
                options.toMap(),
                options.seed(),
                run,
                result);
    }

    /** Keeps the measured epochs of a run. */
    private static final class History implements RunListener {

        private final List<EpochRecord> epochs = new ArrayList<>();

        @Override
        public void onFinish(TrainingPlan plan, TrainingState state) {
            epochs.addAll(state.history());
        }
    }
}
