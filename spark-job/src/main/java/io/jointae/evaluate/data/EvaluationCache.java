package io.jointae.evaluate.data;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.feature.Scaling;
import io.jointae.model.CodeMeasurement;
import io.jointae.model.ModelCard;
import io.jointae.stack.StackModel;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.statistics.CodeStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows, features and broadcast models that evaluations share. Each is read or computed once and is kept in memory, or on
 * disk if memory does not suffice, until the cache is closed. This class is thread-safe.
 */
public final class EvaluationCache implements AutoCloseable {

    /** Identifies blocks of rows; the model is null for pixels. */
    private record BlocksKey(String dataDir, Scaling scaling, Split split, TaskModel model) {

        static BlocksKey of(PreparedDataset data, Split split, TaskModel model) {
            return new BlocksKey(data.dir(), data.scaling(), split, model);
        }
    }

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final boolean keepAll;
    private final EvaluationCache pixelCache;
    private final Consumer<String> progress;
    private final Map<BlocksKey, JavaRDD<RowBlock>> blocks = new HashMap<>();
    private final Map<TaskModel, Broadcast<TaskModel>> models = new HashMap<>();
    private final Map<BlocksKey, float[]> samples = new ConcurrentHashMap<>();
    private final Map<BlocksKey, CodeStatistics> codes = new ConcurrentHashMap<>();

    private EvaluationCache(
            SparkSession spark, boolean keepAll, EvaluationCache pixelCache, Consumer<String> progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.keepAll = keepAll;
        this.pixelCache = pixelCache;
        this.progress = progress;
    }

    /** Returns a cache for several evaluations, which keeps everything that is read. */
    public static EvaluationCache shared(SparkSession spark) {
        return new EvaluationCache(spark, true, null, line -> {});
    }

    /** Returns a cache for a single evaluation, which keeps only what that evaluation reads more than once. */
    public static EvaluationCache single(SparkSession spark) {
        return new EvaluationCache(spark, false, null, line -> {});
    }

    /**
     * Returns a cache for several evaluations of one model among many. It uses the pixels of this cache, which stay when
     * the returned cache is closed.
     */
    public EvaluationCache forOneModel() {
        return new EvaluationCache(spark, true, this, progress);
    }

    /** Returns an empty cache of the same kind whose evaluations report their progress. */
    public EvaluationCache reportingTo(Consumer<String> lines) {
        return new EvaluationCache(spark, keepAll, pixelCache, lines);
    }

    /** Returns the receiver of lines about the progress of long evaluations. */
    public Consumer<String> progress() {
        return progress;
    }

    /** Returns the session that runs the jobs. */
    public SparkSession spark() {
        return spark;
    }

    /** Returns the context that runs the jobs. */
    public JavaSparkContext context() {
        return context;
    }

    /**
     * Returns the pixels of a split as blocks of rows.
     *
     * @param data dataset
     * @param split split of the dataset
     * @return blocks {@code [rows, data.width()]}
     */
    public synchronized JavaRDD<RowBlock> pixels(PreparedDataset data, Split split) {
        if (pixelCache != null) {
            return pixelCache.pixels(data, split);
        }
        return blocks.computeIfAbsent(
                BlocksKey.of(data, split, null),
                // Blocks have all values: those of sparse rows are many times as large as the files, which are read
                // again.
                key -> named(
                        RowBlocks.pixels(data, split),
                        data.name() + " " + split + " pixels",
                        keepAll && !data.isSparse()));
    }

    /**
     * Returns the codes of the top layer for a split that the evaluation reads once.
     *
     * @param subject model and dataset
     * @param split split of the dataset
     * @return blocks {@code [rows, units of the top layer]}
     */
    public JavaRDD<RowBlock> features(ModelOnDataset subject, Split split) {
        return features(subject, split, keepAll);
    }

    /**
     * Returns the codes of the top layer for the training rows. They are always kept, because training reads them more
     * than once.
     *
     * @param subject model and dataset
     * @return blocks {@code [rows, units of the top layer]}
     */
    public JavaRDD<RowBlock> trainingFeatures(ModelOnDataset subject) {
        return features(subject, Split.TRAIN, true);
    }

    private synchronized JavaRDD<RowBlock> features(ModelOnDataset subject, Split split, boolean keep) {
        BlocksKey key = BlocksKey.of(subject.data(), split, subject.taskModel());
        JavaRDD<RowBlock> features = blocks.get(key);
        if (features == null) {
            features = named(
                    RowBlocks.features(pixels(subject.data(), split), model(subject)),
                    subject.describe() + " " + split + " features",
                    keep);
            blocks.put(key, features);
        }
        return features;
    }

    /**
     * Returns how much the codes of a model vary over a sample of the training rows, or of the first split that has rows.
     * They are taken from the model's card if it was trained on the same data, and otherwise computed by ND4J in single
     * precision, whatever the arithmetic of the evaluation.
     */
    public CodeStatistics codes(ModelOnDataset subject) {
        ModelCard card = subject.model().card();
        PreparedDataset data = subject.data();
        if (card.codes() != null && data.hash().equals(card.data().hash())) {
            return card.codes();
        }
        StackModel model = subject.model().model();
        BlocksKey key = BlocksKey.of(data, null, new TaskModel(model, Arithmetic.DEFAULT));
        return codes.computeIfAbsent(key, none -> CodeMeasurement.of(model, sample(data)));
    }

    private float[] sample(PreparedDataset data) {
        if (pixelCache != null) {
            return pixelCache.sample(data);
        }
        Split split = Stream.of(Split.values())
                .filter(each -> data.count(each) > 0)
                .findFirst()
                .orElseThrow();
        return samples.computeIfAbsent(
                BlocksKey.of(data, split, null), none -> data.sample(split, CodeMeasurement.MOST_ROWS));
    }

    /** Returns a model with its arithmetic as a broadcast variable. */
    public synchronized Broadcast<TaskModel> model(ModelOnDataset subject) {
        return models.computeIfAbsent(subject.taskModel(), context::broadcast);
    }

    private static JavaRDD<RowBlock> named(JavaRDD<RowBlock> rdd, String name, boolean keep) {
        JavaRDD<RowBlock> named = rdd.setName(name);
        return keep ? named.persist(StorageLevel.MEMORY_AND_DISK()) : named;
    }

    @Override
    public synchronized void close() {
        blocks.values().forEach(rdd -> rdd.unpersist(false));
        models.values().forEach(Broadcast::destroy);
        blocks.clear();
        models.clear();
        samples.clear();
        codes.clear();
    }
}
