package io.jointae.train.averaging;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The methods of DL4J's {@link TrainingMaster} that {@link AveragingMaster} does not support. Each throws an
 * {@link UnsupportedOperationException} that names the alternative, or has nothing to do.
 */
abstract class StackTrainingMaster implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {

    /**
     * A stored {@code DataSet} as DL4J's loaders read it.
     *
     * @param path the file, as any Hadoop path
     * @param conf the Hadoop configuration that finds its file system
     */
    record StoredDataSet(String path, SerializableConfiguration conf) implements Source {

        @Override
        public InputStream getInputStream() throws IOException {
            Path file = new Path(path);
            return file.getFileSystem(conf.value()).open(file);
        }

        @Override
        public String getPath() {
            return path;
        }
    }

    private static final String NO_GRAPHS = "computation graphs: use a MultiLayerNetwork";

    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        if (collect) {
            throw unsupported("training statistics: use a RunListener or the Spark UI");
        }
    }

    @Override
    public SparkTrainingStats getTrainingStats() {
        return null;
    }

    /** Does nothing, since training writes no temporary files. */
    @Override
    public boolean deleteTempFiles(JavaSparkContext context) {
        return true;
    }

    /** Does nothing, since training writes no temporary files. */
    @Override
    public boolean deleteTempFiles(SparkContext context) {
        return true;
    }

    @Override
    public void addHook(TrainingHook hook) {
        throw unsupported("training hooks: use a RunListener");
    }

    @Override
    public void removeHook(TrainingHook hook) {
        throw unsupported("training hooks: use a RunListener");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
        throw unsupported("DL4J's training workers: it runs its rounds in tasks of its own");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
        throw unsupported(NO_GRAPHS);
    }

    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> rows) {
        throw unsupported(NO_GRAPHS);
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> rows) {
        throw unsupported(NO_GRAPHS);
    }

    static UnsupportedOperationException unsupported(String feature) {
        return new UnsupportedOperationException("AveragingMaster does not support " + feature + ".");
    }

    static UnsupportedOperationException unsupportedGraph() {
        return unsupported(NO_GRAPHS);
    }
}
