package io.jointae.sweep;

import io.jointae.base.CommittedFolder;
import io.jointae.data.Manifest;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.ModelPictures;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.DataOrigin;
import io.jointae.results.Procedure;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.TrainingCurve;
import io.jointae.train.RunEnvironment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Adds the results of single evaluations to a results folder, in the form in which a sweep writes them. A cell that was
 * measured before gets a second row, and readers take the latest one. The folder {@code evaluated} holds what a report
 * shows about each model: its card, its training curve and its pictures.
 */
public final class ResultsWriter {

    /** The folder of evaluated models in a results folder. */
    public static final String MODELS = "evaluated";

    private final Configuration conf;
    private final String results;
    private final SortedMap<String, String> environment;

    /**
     * @param spark the session that evaluates
     * @param results the results folder, which need not exist
     */
    public ResultsWriter(SparkSession spark, String results) {
        this.conf = spark.sessionState().newHadoopConf();
        this.results = results;
        this.environment = RunEnvironment.of(spark);
    }

    /**
     * Adds the outcome of an evaluation. It may be called by several threads at a time for different models.
     *
     * @param subject the model and its dataset
     * @param cache the cache of the evaluation, which draws the samples of the pictures
     * @param modelFolder the folder of the model
     * @param outcome the result rows
     * @throws IOException if the results folder cannot be written
     */
    public void add(ModelOnDataset subject, EvaluationCache cache, String modelFolder, EvaluationOutcome outcome)
            throws IOException {
        String run = keepModel(subject, cache, modelFolder);
        Manifest manifest = subject.data().manifest();
        DataOrigin origin = DataOrigin.of(manifest);
        Procedure procedure = new Procedure(manifest.recipeVersion(), null);
        List<StoredRow> rows = outcome.rows().stream()
                .map(row -> StoredRow.of(row, origin, environment, Instant.now(), run)
                        .with(procedure))
                .toList();
        RowFiles.write(conf, results, outcome, outcome.rows());
        ResultStore.in(conf, results).append(rows);
    }

    /** Returns the folder of the model's card, curve and pictures, relative to the results folder. */
    private String keepModel(ModelOnDataset subject, EvaluationCache cache, String modelFolder) throws IOException {
        String run = MODELS + "/" + subject.data().name() + "-"
                + subject.model().card().name() + "-"
                + subject.model().card().parameters().substring(0, 12);
        Path folder = new Path(results, run);
        FileSystem fileSystem = folder.getFileSystem(conf);
        fileSystem.mkdirs(folder);
        ModelPictures.addMissing(conf, folder.toString(), subject, cache);
        Path source = CommittedFolder.of(conf, modelFolder).path();
        // The card comes last: a reader of curves takes a folder that has one as complete.
        for (String name : List.of(TrainingCurve.METRICS, ModelDirectory.CARD)) {
            Path from = new Path(source, name);
            if (from.getFileSystem(conf).exists(from)) {
                FileUtil.copy(from.getFileSystem(conf), from, fileSystem, new Path(folder, name), false, true, conf);
            }
        }
        return run;
    }
}
