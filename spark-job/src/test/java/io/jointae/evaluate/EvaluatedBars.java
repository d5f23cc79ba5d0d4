package io.jointae.evaluate;

import io.jointae.data.PreparedDataset;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Bars and untrained models for tests of evaluations under Spark. */
final class EvaluatedBars implements AutoCloseable {

    static final int WIDTH = 16;
    static final int TEST = 700;

    private final SparkSession spark;
    private final PreparedDataset data;

    /** Starts the session and writes the dataset into a new folder. */
    EvaluatedBars(Path folder) throws IOException {
        spark = TestSessions.local();
        data = PreparedDataset.open(
                spark,
                DatasetBuilder.bars()
                        .train(300)
                        .valid(80)
                        .test(TEST)
                        .width(WIDTH)
                        .filesPerSplit(2)
                        .write(spark, folder.resolve("bars")));
    }

    SparkSession spark() {
        return spark;
    }

    PreparedDataset data() {
        return data;
    }

    @Override
    public void close() {
        spark.stop();
    }

    /** Returns an untrained model of two layers and the dataset. */
    ModelOnDataset evaluated(long seed, double noise) {
        LayerSpec layer = LayerSpec.plain(24).withCorruption(Corruption.gaussian(noise));
        return new ModelOnDataset(directory(StackModel.initial(Architecture.paper(WIDTH, 2, layer), seed)), data);
    }

    /** Returns a model with a card, as if it had been read. */
    static ModelDirectory directory(StackModel stack) {
        ModelCard card = new ModelCard(
                new ModelCard.Identity("DAE-2J", "J", "dae"),
                new ModelCard.Data("bars", "nowhere", "no hash", 300),
                new TreeMap<>(),
                1,
                new ModelCard.Run(new TreeMap<>(), "2026-01-01T00:00:00Z", 1),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        return new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.001, 2), card);
    }

    /** Returns the samples of a plan by their number, drawn from a model that was trained under noise of this strength. */
    Map<Long, float[]> samples(SamplingPlan plan, double noise) {
        Map<Long, float[]> samples = new HashMap<>();
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            for (RowBlock block : new SamplingEvaluation(plan)
                    .evaluate(evaluated(1, noise), cached)
                    .samples()
                    .collect()) {
                for (int i = 0; i < block.rows(); i++) {
                    samples.put(block.ids()[i], Arrays.copyOfRange(block.values(), i * WIDTH, (i + 1) * WIDTH));
                }
            }
        }
        return samples;
    }
}
