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
import io.jointae.model.CodeMeasurement;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.statistics.CodeStatistics;
import io.jointae.train.RunEnvironment;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.OutputDefaults;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.WorkersAdvice;
import io.jointae.train.watch.RunWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a stack on the vectors of a table. Spark's pages show the run, as they show those of the command {@code train}.
 *
 * @param stage the identifier of the stage, which tells its runs from those of other stages on Spark's pages
 * @param options how to train
 * @param columns the columns that hold the input vectors
 * @param features how several columns become a vector; {@link TableFeatures#NONE} for one column of vectors
 * @param invalidRows what happens to rows that cannot be training examples
 * @param scaling how the values become inputs of the stack
 */
record TableTraining(
        String stage,
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
        WaitingExamples examples = sparse
                ? new WaitingExamples.Sparse(valid.map(SparseRow::of).persist(StorageLevel.DISK_ONLY()))
                : new WaitingExamples.Dense(valid.persist(StorageLevel.DISK_ONLY()));
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
            WaitingExamples.Counted counted = new WaitingExamples.Counted(count, fitted);
            RunWatch watch = new RunWatch(context.sc(), stage);
            Handover handover = new Handover(examples, counted);
            StackModel model = examples.train(context, counted, plan, List.of(watch, new DivergenceGuard(), handover));
            CodeStatistics codes = CodeMeasurement.of(model, handover.sample);
            watch.measured(codes);
            codes.warning(plan.name()).ifPresent(LOG::warn);
            ModelCard.Result result =
                    new ModelCard.Result(ModelDirectory.hash(model.parameters()), handover.epochs, codes);
            double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
            ModelCard.Run run = new ModelCard.Run(RunEnvironment.of(rows.sparkSession()), started.toString(), seconds);
            return new ModelDirectory(model, plan.lastUpdaters(), card(counted, run, result));
        } finally {
            examples.rows().unpersist();
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

    private ModelCard card(WaitingExamples.Counted numbered, ModelCard.Run run, ModelCard.Result result) {
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

    /**
     * Draws the sample of the examples whose codes are measured at the end, removes the examples when the workers hold them,
     * so that training has no second copy, and keeps the epochs of the run.
     */
    private static final class Handover implements RunListener {

        private final WaitingExamples examples;
        private final WaitingExamples.Counted counted;
        private final List<EpochRecord> epochs = new ArrayList<>();
        private float[] sample;

        private Handover(WaitingExamples examples, WaitingExamples.Counted counted) {
            this.examples = examples;
            this.counted = counted;
        }

        @Override
        public void onStart(TrainingPlan plan, TrainingState state) {
            sample = examples.sample(counted, plan.architecture().inputs(), CodeMeasurement.MOST_ROWS);
            examples.rows().unpersist(false);
        }

        @Override
        public void onFinish(TrainingPlan plan, TrainingState state) {
            epochs.addAll(state.history());
        }
    }
}
