package io.jointae.evaluate.data;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.stack.StackModel;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Pixels and features that evaluations side by side share: each is read or computed once, kept in memory and
 * on disk beyond it, until this closes. Thread-safe.
 */
public final class EvaluationCache implements AutoCloseable {

    private record Key(String data, Split split, StackModel model) {}

    private final JavaSparkContext context;
    private final boolean shared;
    private final EvaluationCache pixels;
    private final Map<Key, JavaRDD<RowBlock>> blocks = new HashMap<>();
    private final Map<StackModel, Broadcast<StackModel>> models = new HashMap<>();

    private EvaluationCache(JavaSparkContext context, boolean shared, EvaluationCache pixels) {
        this.context = context;
        this.shared = shared;
        this.pixels = pixels;
    }

    /** For several evaluations: everything is kept. */
    public static EvaluationCache shared(SparkSession spark) {
        return new EvaluationCache(JavaSparkContext.fromSparkContext(spark.sparkContext()), true, null);
    }

    /** For one evaluation: only what it reads more than once is kept. */
    public static EvaluationCache single(SparkSession spark) {
        return new EvaluationCache(JavaSparkContext.fromSparkContext(spark.sparkContext()), false, null);
    }

    /** For several evaluations of one model among many: pixels are this one's and stay when it closes. */
    public EvaluationCache forOneModel() {
        return new EvaluationCache(context, true, this);
    }

    public JavaSparkContext context() {
        return context;
    }

    /** The rows themselves, block by block. */
    public synchronized JavaRDD<RowBlock> pixels(PreparedDataset data, Split split) {
        if (pixels != null) {
            return pixels.pixels(data, split);
        }
        return blocks.computeIfAbsent(
                new Key(data.dir(), split, null),
                key -> kept(RowBlocks.pixels(data, split), data.name() + " " + split + " pixels", shared));
    }

    /** The top layer's codes of a split that is read once. */
    public JavaRDD<RowBlock> features(ModelOnDataset evaluated, Split split) {
        return features(evaluated, split, shared);
    }

    /** The top layer's codes of the training rows, always kept: training reads them more than once. */
    public JavaRDD<RowBlock> trainingFeatures(ModelOnDataset evaluated) {
        return features(evaluated, Split.TRAIN, true);
    }

    private synchronized JavaRDD<RowBlock> features(ModelOnDataset evaluated, Split split, boolean keep) {
        StackModel model = evaluated.model().model();
        Key key = new Key(evaluated.data().dir(), split, model);
        JavaRDD<RowBlock> known = blocks.get(key);
        if (known == null) {
            known = kept(
                    RowBlocks.features(pixels(evaluated.data(), split), model(model)),
                    evaluated.describe() + " " + split + " features",
                    keep);
            blocks.put(key, known);
        }
        return known;
    }

    /** The model, where Spark runs. */
    public synchronized Broadcast<StackModel> model(StackModel model) {
        return models.computeIfAbsent(model, context::broadcast);
    }

    private static JavaRDD<RowBlock> kept(JavaRDD<RowBlock> rdd, String name, boolean keep) {
        JavaRDD<RowBlock> named = rdd.setName(name);
        return keep ? named.persist(StorageLevel.MEMORY_AND_DISK()) : named;
    }

    @Override
    public synchronized void close() {
        blocks.values().forEach(rdd -> rdd.unpersist(false));
        models.values().forEach(Broadcast::destroy);
        blocks.clear();
        models.clear();
    }
}
