package io.jointae.bench.quality;

import io.jointae.base.InvalidInputException;
import io.jointae.report.Report;
import io.jointae.results.QualityStudy;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.scaling.ClusterSpeed;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Trains one model with several numbers of workers at equal epochs, and predicts the time that each number of workers
 * needs to reach the cost of a single worker. The settings are the trials of a sweep, so a setting that is finished is
 * not trained again. Its costs do not depend on the number of cores: with fewer cores than workers, the workers of a
 * round take turns.
 *
 * @param plan the settings
 * @param out the results folder, which gets the results of the sweep, the study, its table and a report
 * @param parallel the number of settings that train at the same time, at least 1
 * @param tolerancePercent the cost to which times are predicted, in percent above that of the single worker, 0 or more
 */
public record QualityBenchmark(SweepPlan plan, String out, int parallel, double tolerancePercent) {

    /** The name of the report in the results folder. */
    public static final String REPORT = "report.html";

    /**
     * The outcome of a run.
     *
     * @param sweep how many settings were trained
     * @param study the quality of all finished settings
     */
    public record Outcome(Sweep.Summary sweep, QualityStudy study) {}

    public QualityBenchmark {
        Sweep.checkParallel(parallel);
        if (!(tolerancePercent >= 0) || Double.isInfinite(tolerancePercent)) {
            throw InvalidInputException.ofField(
                    "tolerance", "%s is not a number of at least 0: give percent, such as 1.", tolerancePercent);
        }
    }

    /**
     * Trains the settings that are not finished, and writes the results of all settings.
     *
     * @param spark the session that trains
     * @param speed the speed of the machines for which times are predicted
     * @param resume whether results may be added to a folder that has some
     * @param progress receives a line per finished setting
     * @throws InvalidInputException if the folder has results and {@code resume} is false
     */
    public Outcome run(SparkSession spark, ClusterSpeed speed, boolean resume, PrintStream progress)
            throws IOException, InterruptedException {
        Sweep.Summary summary = new Sweep(spark, plan, out, parallel, progress, List::of).run(resume);
        Configuration conf = spark.sessionState().newHadoopConf();
        int cores = spark.sparkContext().defaultParallelism();
        QualityResults results = new QualityResults(conf, out, plan, speed, cores);
        QualityStudy study = results.study(tolerancePercent);
        results.write(study);
        Report.write(conf, out, out + "/" + REPORT, true);
        return new Outcome(summary, study);
    }
}
