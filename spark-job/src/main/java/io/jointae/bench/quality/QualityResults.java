package io.jointae.bench.quality;

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Metric;
import io.jointae.results.QualityStudy;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.TrialRunner;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Averaging;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.TimeToQuality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Collects the results of the settings that a sweep has finished, and writes them as {@link QualityStudy} and as a table
 * of comma-separated values.
 *
 * @param conf the configuration of the file systems
 * @param out the results folder of the sweep
 * @param plan the settings
 * @param speed the speed of the machines for which times are predicted
 * @param cores the number of tasks that ran at the same time
 */
record QualityResults(Configuration conf, String out, SweepPlan plan, ClusterSpeed speed, int cores) {

    /** The name of the table. */
    static final String TABLE = "quality.csv";

    /** A finished setting with the record of every epoch. */
    private record Finished(Trial trial, List<EpochRecord> history, ResultRow svm) {

        /** Returns the validation cost after an epoch: the corrupted one if a layer corrupts. */
        static Double cost(EpochRecord epoch) {
            return epoch.denoising().valid() == null
                    ? epoch.valid()
                    : epoch.denoising().valid();
        }

        EpochRecord last() {
            return history.get(history.size() - 1);
        }

        int workers() {
            return trial.options().averaging().workers();
        }
    }

    /**
     * Returns the study of the finished settings.
     *
     * @param tolerancePercent the percentage that the target is above the cost of the single worker
     * @throws InvalidInputException if no setting with a single worker has finished
     */
    QualityStudy study(double tolerancePercent) throws IOException {
        List<Finished> finished = finished();
        double single = finished.stream()
                .filter(each -> each.workers() == 1)
                .map(each -> Finished.cost(each.last()))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> InvalidInputException.of(
                        "%s has no trained model of a single worker to compare with: choose a smaller learning rate.",
                        out));
        QualityStudy.Target target = new QualityStudy.Target(single, tolerancePercent);
        Trial first = plan.trials().get(0);
        TimeToQuality time = TimeToQuality.of(first.plan(), first.data().size().trainRows(), speed);
        QualityStudy.Conditions conditions = new QualityStudy.Conditions(
                time.stepSeconds() * 1e3,
                speed.round().describe(),
                time.bytes() * 1e-6,
                speed.network().gigabits(),
                speed.network().milliseconds(),
                cores);
        List<QualityStudy.Point> points = finished.stream()
                .map(each -> point(each, target))
                .sorted(Comparator.comparing(
                                (QualityStudy.Point point) -> point.setting().outerOptimizer())
                        .thenComparing(point -> point.setting().workers())
                        .thenComparing(point -> point.quality().cost()))
                .toList();
        return new QualityStudy(
                new QualityStudy.Subject(
                        first.data().name(),
                        first.options().modelName(),
                        first.data().size().trainRows(),
                        first.plan().epochs()),
                target,
                conditions,
                points);
    }

    private List<Finished> finished() throws IOException {
        List<StoredRow> rows = ResultStore.in(conf, out).read();
        List<Finished> finished = new ArrayList<>();
        for (Trial trial : plan.trials()) {
            String run = TrialRunner.MODELS + "/" + trial.folder();
            Path folder = new Path(out, run);
            if (folder.getFileSystem(conf).exists(folder)) {
                List<EpochRecord> history =
                        ModelDirectory.read(conf, folder.toString()).card().history();
                finished.add(new Finished(trial, history, svm(rows, run).orElse(null)));
            }
        }
        return finished;
    }

    private static Optional<ResultRow> svm(List<StoredRow> rows, String run) {
        return rows.stream()
                .filter(row -> row.measured()
                        && run.equals(row.run())
                        && row.cell().split() == Split.TEST
                        && row.cell().metric().is(Metric.SVM_ERROR))
                .map(StoredRow::result)
                .findFirst();
    }

    private QualityStudy.Point point(Finished finished, QualityStudy.Target target) {
        TrainingOptions options = finished.trial().options();
        Averaging averaging = options.averaging();
        EpochRecord last = finished.last();
        Integer epochs = epochsTo(target.cost(), finished.history());
        Double seconds = null;
        if (epochs != null) {
            TimeToQuality time = TimeToQuality.of(
                    finished.trial().plan(), finished.trial().data().size().trainRows(), speed);
            seconds = epochs * time.epochSeconds(averaging.workers());
        }
        ResultRow svm = finished.svm();
        return new QualityStudy.Point(
                setting(options),
                new QualityStudy.Quality(
                        last.denoising().valid(),
                        last.valid(),
                        svm == null ? null : svm.value(),
                        svm == null ? null : svm.ci95()),
                epochs,
                seconds);
    }

    private static QualityStudy.Setting setting(TrainingOptions options) {
        Averaging averaging = options.averaging();
        return new QualityStudy.Setting(
                averaging.workers(),
                averaging.frequency(),
                averaging.outer().rule().name().toLowerCase(Locale.ROOT),
                averaging.outer().learningRate(),
                averaging.outer().momentum(),
                options.optimization().learningRate().rate());
    }

    /** Returns the number of epochs after which the cost was at most the target; null if it never was. */
    private static Integer epochsTo(double target, List<EpochRecord> history) {
        for (int i = 0; i < history.size(); i++) {
            Double cost = Finished.cost(history.get(i));
            if (cost != null && cost <= target) {
                return i + 1;
            }
        }
        return null;
    }

    /** Writes the study and its table, each of which appears complete or not at all. */
    void write(QualityStudy study) throws IOException {
        write(QualityStudy.FILE, Json.pretty(study));
        write(TABLE, csv(study));
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.write(conf, out + "/" + name, true, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String csv(QualityStudy study) {
        StringBuilder text = new StringBuilder("workers,averaging_frequency,outer_optimizer,outer_learning_rate,"
                + "outer_momentum,learning_rate,epochs,corrupted_validation_cost,clean_validation_cost,"
                + "percent_above_one_worker,svm_error_percent,svm_interval_95,epochs_to_target,seconds_to_target\n");
        for (QualityStudy.Point point : study.points()) {
            QualityStudy.Setting setting = point.setting();
            text.append(String.join(
                            ",",
                            text(setting.workers()),
                            text(setting.averagingFrequency()),
                            setting.outerOptimizer(),
                            text(setting.outerLearningRate()),
                            text(setting.outerMomentum()),
                            text(setting.learningRate()),
                            text(study.subject().epochs()),
                            decimals(point.quality().corruptedCost()),
                            decimals(point.quality().cleanCost()),
                            decimals(study.percentAbove(point)),
                            decimals(point.quality().svmError()),
                            decimals(point.quality().svmInterval()),
                            text(point.epochsToTarget()),
                            decimals(point.secondsToTarget())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String decimals(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
    }
}
