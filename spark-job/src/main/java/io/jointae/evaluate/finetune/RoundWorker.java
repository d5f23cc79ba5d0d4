package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskArithmetic;
import io.jointae.evaluate.finetune.FinetuneTask.Inputs;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.train.vector.FlatVector;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of one of several workers that fine-tune a network with one learning rate. It is broadcast once. A round starts
 * from the broadcast numbers alone, so it gives the same result on any executor and in any attempt.
 */
@DefaultSerializer(JavaSerializer.class)
final class RoundWorker implements Serializable {

    private static final long serialVersionUID = 1;

    private final Perceptron start;
    private final Inputs inputs;
    private final FinetuneOptions options;
    private final double learningRate;
    private final Arithmetic arithmetic;

    /**
     * The numbers that all workers start a round from.
     *
     * @param parameters flat parameters of the network
     * @param optimizerState flat state of the optimizer; empty before the first round, and if it has none
     */
    @DefaultSerializer(JavaSerializer.class)
    record Start(FlatVector parameters, FlatVector optimizerState) implements Serializable {}

    /**
     * The batches of a round.
     *
     * @param epoch index of the epoch, from 0
     * @param firstBatch index of the first batch in the epoch, from 0
     * @param batches largest number of batches
     */
    @DefaultSerializer(JavaSerializer.class)
    record Batches(int epoch, int firstBatch, int batches) implements Serializable {}

    /**
     * The result of a round of one worker.
     *
     * @param worker index of the worker, from 0
     * @param examples number of examples that it trained on
     * @param vectors parameters and state of the optimizer
     * @param finite whether the loss of every batch was a finite number
     */
    @DefaultSerializer(JavaSerializer.class)
    record Result(int worker, long examples, List<FlatVector> vectors, boolean finite) implements Serializable {

        /** Returns this result without its vectors. */
        Result withoutVectors() {
            return new Result(worker, examples, List.of(), finite);
        }
    }

    RoundWorker(Perceptron start, Inputs inputs, FinetuneOptions options, double learningRate, Arithmetic arithmetic) {
        this.start = start;
        this.inputs = inputs;
        this.options = options;
        this.learningRate = learningRate;
        this.arithmetic = arithmetic;
    }

    /**
     * Checks the rows of a worker.
     *
     * @return the invalid input, which is returned rather than thrown because Spark would retry a task that throws; null
     *     if there is none
     */
    InvalidInputException check(int worker, Iterator<RowBlock> train) {
        try {
            training(worker, train);
            return null;
        } catch (InvalidInputException invalid) {
            return invalid;
        }
    }

    /** Trains on some batches of a worker's own rows. */
    Result train(int worker, Iterator<RowBlock> blocks, Broadcast<Start> from, Batches work) {
        LabeledRows rows = training(worker, blocks);
        int[] order = options.order(work.epoch(), worker, rows.size());
        int first = Math.min(rows.size(), work.firstBatch() * options.batchSize());
        int end = (int) Math.min(rows.size(), first + (long) work.batches() * options.batchSize());
        EngineNetwork network = open(from.value());
        boolean finite = network.fit(rows, order, first, end, options.batchSize());
        List<FlatVector> vectors = List.of(
                FlatVector.releasedOnWrite(network.parameters()), FlatVector.releasedOnWrite(network.optimizerState()));
        return new Result(worker, end - first, vectors, finite);
    }

    /** Classifies the validation rows of a worker with the parameters of a start. */
    Predictions validate(int worker, Iterator<RowBlock> blocks, Broadcast<Start> of) {
        int workers = options.averaging().workers();
        LabeledRows rows = new LabeledRows(blocks, inputs.validRows(), inputs.width(), inputs.dir(), worker, workers);
        if (rows.size() == 0) {
            return new Predictions(0, 0);
        }
        return Predictions.of(open(of.value()), rows, start.classes());
    }

    private LabeledRows training(int worker, Iterator<RowBlock> blocks) {
        int workers = options.averaging().workers();
        return new LabeledRows(blocks, inputs.trainRows(), inputs.width(), inputs.dir(), worker, workers);
    }

    /** Returns a network with the given numbers, on the device of the current task. */
    private EngineNetwork open(Start from) {
        EngineNetwork network = EngineNetwork.of(TaskArithmetic.open(arithmetic), start, options, learningRate);
        network.set(from.parameters().values(), from.optimizerState().values());
        return network;
    }
}
