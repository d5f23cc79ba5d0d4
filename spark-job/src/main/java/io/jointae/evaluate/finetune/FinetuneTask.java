package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskArithmetic;
import io.jointae.evaluate.data.TaskModel;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * The Spark task that fine-tunes a model with one learning rate.
 *
 * @param model stack to start from, and the arithmetic of the steps
 * @param inputs description of the training and validation rows
 * @param options options of fine-tuning
 * @param learningRate one of the learning rates of the options
 * @param name dataset and model, for messages
 * @param epochsDone counts the epochs, for progress
 */
@DefaultSerializer(JavaSerializer.class)
public record FinetuneTask(
        Broadcast<TaskModel> model,
        Inputs inputs,
        FinetuneOptions options,
        double learningRate,
        String name,
        LongAccumulator epochsDone)
        implements Serializable {

    /**
     * Describes the rows that a task holds.
     *
     * @param dir folder of the dataset, for messages
     * @param width number of values per row
     * @param classes number of classes
     * @param trainRows number of training rows
     * @param validRows number of validation rows
     */
    @DefaultSerializer(JavaSerializer.class)
    public record Inputs(String dir, int width, int classes, long trainRows, long validRows) implements Serializable {}

    /**
     * The result of a task: a fine-tuned network, an invalid input, or a divergence. The latter two are returned rather
     * than thrown, because Spark would retry a task that throws.
     *
     * @param tuning fine-tuned network; null if there is none
     * @param failure an {@link InvalidInputException} or a {@link FinetuneDivergedException}; null if there was none
     */
    @DefaultSerializer(JavaSerializer.class)
    public record TaskResult(FineTuning tuning, RuntimeException failure) implements Serializable {}

    /** Fine-tunes on all rows of two partitions and returns a single result. */
    public Iterator<TaskResult> run(Iterator<RowBlock> train, Iterator<RowBlock> valid) {
        try {
            Perceptron start = Perceptron.over(model.value().model(), inputs.classes());
            LabeledRows training = new LabeledRows(train, inputs.trainRows(), inputs.width(), inputs.dir());
            LabeledRows validation = new LabeledRows(valid, inputs.validRows(), inputs.width(), inputs.dir());
            FineTuning tuning = new FineTuner(start, options, learningRate, name)
                    .run(
                            TaskArithmetic.open(model.value().arithmetic()),
                            training,
                            validation,
                            () -> epochsDone.add(1));
            return List.of(new TaskResult(tuning, null)).iterator();
        } catch (InvalidInputException | FinetuneDivergedException failure) {
            return List.of(new TaskResult(null, failure)).iterator();
        }
    }
}
