package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.List;

/**
 * The result of fine-tuning with one learning rate.
 *
 * @param learningRate learning rate that was used
 * @param best network of the epoch with the lowest {@link Predictions#score} on the validation rows, the first one if
 *     several are equal
 * @param bestEpoch that epoch, counted from 1
 * @param score score of that epoch
 * @param validationErrors number of misclassified validation rows after each epoch
 * @param steps number of minibatches that were trained on
 * @param seconds wall time of training, including the evaluation of the validation rows
 */
@DefaultSerializer(JavaSerializer.class)
public record FineTuning(
        double learningRate,
        Perceptron best,
        int bestEpoch,
        double score,
        List<Long> validationErrors,
        long steps,
        double seconds)
        implements Serializable {}
