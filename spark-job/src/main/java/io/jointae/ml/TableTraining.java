package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.RowCheck;
import io.jointae.encode.column.InputColumns;
import io.jointae.encode.column.InputRow;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import io.jointae.feature.SparseRow;
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
import io.jointae.train.shard.SparseRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Trains a stack on the vectors of a table.
 *
 * @param options how to train
 * @param columns the columns that hold the input vectors
 * @param features how several columns become a vector; {@link TableFeatures#NONE} for one column of vectors
 * @param invalidRows what happens to rows that cannot be training examples
 * @param scaling how the values become inputs of the stack
 */
record TableTraining(
        TrainingOptions options,
        InputColumns columns,
        TableFeatures features,
        InvalidRowPolicy invalidRows,
        ScalingRequest scaling) {

    private static final Logger LOG = LoggerFactory.getLogger(TableTraining.class);

    /**
     * Trains on all valid rows.
     *
     * @param sparse whether the rows are mostly 0; then only their other values are kept, and the result is the same
     * @throws InvalidInputException if a row is invalid and the policy is {@link InvalidRowPolicy#ERROR}, or if there is
     *     no row to train on
     */
    ModelDirectory run(Dataset<?> table, boolean sparse) {
        Dataset<InputRow> rows = columns.inputs(table);
        Instant started = Instant.now();
        TrainingPlan plan = options.plan(columns.name(), features.isNone() ? width(rows) : features.width());
        RowCheck check = new RowCheck(plan.architecture().inputs(), scaling.kind());
        boolean unitInterval = options.stack().loss() == Loss.CROSS_ENTROPY && scaling.kind() == ScalingKind.NONE;
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
        InputErrors errors = new InputErrors(context);
        JavaRDD<float[]> valid = rows.javaRDD()
                .mapPartitions(new TrainingExamples(
                        check, invalidRows, unitInterval, FeatureColumns.location(columns), errors));
        // Counting and numbering the examples reads them before training does, and all must read the same examples.
        // They stay on disk until the workers have them.
        Waiting examples = sparse
                ? new SparseWaiting(valid.map(SparseRow::of).persist(StorageLevel.DISK_ONLY()))
                : new DenseWaiting(valid.persist(StorageLevel.DISK_ONLY()));
        try {
            long count = examples.rows().count();
            errors.throwIfAny();
            if (count == 0) {
                throw InvalidInputException.ofField(
                        "inputCol", "%s has no valid vectors to train on: correct the rows.", columns.name());
            }
            Scaling fitted = examples.fit(
                    scaling,
                    features.isNone() ? "column " + columns.name() : "the table",
                    plan.architecture().inputs(),
                    i -> features.isNone() ? "value " + (i + 1) + " of a vector" : features.name(i));
            checkOutput(fitted, plan);
            plan.averaging().check(count);
            WorkersAdvice advice = WorkersAdvice.of(plan, count, ClusterSpeed.TYPICAL);
            advice.sentences().forEach(LOG::info);
            advice.warnings().forEach(LOG::warn);
            History history = new History();
            StackModel model = examples.train(
                    context,
                    new Counted(count, fitted),
                    plan,
                    List.of(new DivergenceGuard(), history, release(examples.rows())));
            ModelCard.Result result = new ModelCard.Result(ModelDirectory.hash(model.parameters()), history.epochs);
            double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
            ModelCard.Run run = new ModelCard.Run(RunEnvironment.of(rows.sparkSession()), started.toString(), seconds);
            return new ModelDirectory(model, plan.lastUpdaters(), card(new Counted(count, fitted), run, result));
        } finally {
            examples.rows().unpersist();
        }
    }

    /** The number of the examples, and their scaling. */
    private record Counted(long count, Scaling scaling) {}

    /** The examples while they wait for the workers. */
    private interface Waiting {

        JavaRDD<?> rows();

        Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names);

        StackModel train(JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners);
    }

    private record DenseWaiting(JavaRDD<float[]> rows) implements Waiting {

        @Override
        public Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names) {
            return request.fit(data, rows, width, names);
        }

        @Override
        public StackModel train(
                JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners) {
            JavaPairRDD<Long, float[]> numbered = rows.zipWithIndex().mapToPair(Tuple2::swap);
            Scaling fitted = counted.scaling;
            JavaPairRDD<Long, float[]> scaled =
                    fitted.isNone() ? numbered : numbered.mapValues(row -> scaled(row, fitted));
            return Training.run(context, scaled, counted.count, plan, TrainingState.initial(plan), listeners);
        }

        /** Returns a scaled copy of a row, because Spark may keep the row itself. */
        private static float[] scaled(float[] row, Scaling scaling) {
            float[] copy = row.clone();
            scaling.apply(copy, 1);
            return copy;
        }
    }

    private record SparseWaiting(JavaRDD<SparseRow> rows) implements Waiting {

        @Override
        public Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names) {
            return request.fitSparse(data, rows, width, names);
        }

        @Override
        public StackModel train(
                JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners) {
            long values = rows.map(row -> (long) row.size()).reduce(Long::sum);
            SparseRows numbered = new SparseRows(
                    rows.zipWithIndex().mapToPair(Tuple2::swap),
                    counted.scaling,
                    Math.max(1, values / (double) counted.count));
            return Training.run(context, numbered, counted.count, plan, TrainingState.initial(plan), listeners);
        }
    }

    /** Returns the length of the first vector, which all others must have. */
    private int width(Dataset<InputRow> rows) {
        return rows.filter("values is not null").takeAsList(1).stream()
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "inputCol",
                        "%s has no vectors to train on: give a table with at least one row.",
                        columns.name()))
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

    /** Returns a listener that removes the examples when the workers hold them, so that training has no second copy. */
    private static RunListener release(JavaRDD<?> examples) {
        return new RunListener() {
            @Override
            public void onStart(TrainingPlan plan, TrainingState state) {
                examples.unpersist(false);
            }
        };
    }

    private ModelCard card(Counted numbered, ModelCard.Run run, ModelCard.Result result) {
        return new ModelCard(
                new ModelCard.Identity(
                        options.modelName(),
                        options.scheme().cliName(),
                        options.kind().toLowerCase(Locale.ROOT)),
                new ModelCard.Data(
                        columns.name(),
                        "a table in memory",
                        "unhashed",
                        numbered.count(),
                        numbered.scaling(),
                        features),
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
