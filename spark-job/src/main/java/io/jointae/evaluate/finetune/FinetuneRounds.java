package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.finetune.FinetuneTask.Inputs;
import io.jointae.evaluate.finetune.RoundWorker.Batches;
import io.jointae.evaluate.finetune.RoundWorker.Result;
import io.jointae.evaluate.finetune.RoundWorker.Start;
import io.jointae.spark.RddResults;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.train.averaging.AveragingRoad;
import io.jointae.train.plan.OuterUpdate;
import io.jointae.train.vector.FlatVector;
import io.jointae.train.vector.SlicedMean;
import io.jointae.train.vector.WeightedMean;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fine-tunes a network with several workers, or with an engine of another library, by the rounds of training: each worker takes steps on its own rows, the
 * parameters and the states of the optimizers are averaged weighted by examples, and an outer optimizer may change the
 * average. All state is on the driver between rounds, so a lost executor costs only the current round. The stopping rule
 * is {@link EarlyStopping}; the validation score is that of the averaged network.
 */
public final class FinetuneRounds implements AutoCloseable {

    private final JavaSparkContext context;
    private final JavaRDD<RowBlock> train;
    private final JavaRDD<RowBlock> valid;
    private final Perceptron start;
    private final Inputs inputs;
    private final FinetuneOptions options;
    private final Arithmetic arithmetic;

    /**
     * Deals the rows to the workers.
     *
     * @param train blocks of the training rows
     * @param valid blocks of the validation rows
     * @param start network to start from
     * @param inputs description of the rows
     * @param options options of fine-tuning
     * @param arithmetic library that computes the steps and the outputs
     * @throws InvalidInputException if there are more workers than training rows
     */
    public FinetuneRounds(
            JavaSparkContext context,
            JavaRDD<RowBlock> train,
            JavaRDD<RowBlock> valid,
            Perceptron start,
            Inputs inputs,
            FinetuneOptions options,
            Arithmetic arithmetic) {
        options.averaging().check(inputs.trainRows());
        this.context = context;
        this.start = start;
        this.inputs = inputs;
        this.options = options;
        this.arithmetic = arithmetic;
        this.train = DealtRows.of(train, options.averaging().workers());
        this.valid = DealtRows.of(valid, options.averaging().workers());
    }

    /**
     * Fine-tunes with one learning rate.
     *
     * @param name dataset and model, for messages
     * @param progress receives each epoch
     * @throws InvalidInputException if a row has no label or is missing
     * @throws FinetuneDivergedException if the loss is not a number in the first epoch
     */
    public FineTuning run(double learningRate, String name, FinetuneProgress progress) {
        Broadcast<RoundWorker> worker =
                context.broadcast(new RoundWorker(start, inputs, options, learningRate, arithmetic));
        try {
            check(worker);
            return new Run(worker, learningRate).toTheEnd(name, progress);
        } finally {
            worker.destroy();
        }
    }

    private void check(Broadcast<RoundWorker> worker) {
        for (InvalidInputException invalid :
                RddResults.perPartition(train, (index, blocks) -> worker.value().check(index, blocks))) {
            if (invalid != null) {
                throw invalid;
            }
        }
    }

    @Override
    public void close() {
        train.unpersist(false);
        valid.unpersist(false);
    }

    /** A training with one learning rate, and its state between two rounds. */
    private final class Run {
        private final Broadcast<RoundWorker> worker;
        private final double learningRate;
        private final int workers = options.averaging().workers();
        private float[] parameters = start.parameters();
        private FlatVector optimizerState = FlatVector.EMPTY;
        private float[] velocity = {};

        Run(Broadcast<RoundWorker> worker, double learningRate) {
            this.worker = worker;
            this.learningRate = learningRate;
        }

        FineTuning toTheEnd(String name, FinetuneProgress progress) {
            EarlyStopping stopping = new EarlyStopping(options, learningRate);
            int batchesPerEpoch = options.batchesPerEpoch((inputs.trainRows() + workers - 1) / workers);
            int epoch = 0;
            boolean goesOn = true;
            while (goesOn && trainEpoch(epoch, batchesPerEpoch)) {
                goesOn = stopping.goesOn(validationScore(), () -> parameters);
                epoch++;
                progress.onEpoch(learningRate, epoch);
            }
            return stopping.result(start, batchesPerEpoch, name);
        }

        /** Trains an epoch in rounds and returns whether every loss was a finite number. */
        private boolean trainEpoch(int epoch, int batchesPerEpoch) {
            int frequency = workers == 1 ? 0 : options.averaging().frequency();
            int batches = frequency == 0 ? batchesPerEpoch : frequency;
            for (int first = 0; first < batchesPerEpoch; first += batches) {
                if (!round(new Batches(epoch, first, batches))) {
                    return false;
                }
            }
            return true;
        }

        private boolean round(Batches work) {
            Broadcast<Start> from = context.broadcast(new Start(new FlatVector(parameters), optimizerState));
            try {
                Broadcast<RoundWorker> broadcast = worker;
                SlicedMean.Average<Result> average =
                        average((index, blocks) -> broadcast.value().train(index, blocks, from, work));
                OuterUpdate update = OuterUpdate.of(
                        options.averaging().outer(),
                        parameters,
                        average.vectors().get(0).values(),
                        velocity);
                parameters = update.parameters();
                velocity = update.velocity();
                optimizerState = average.vectors().get(1);
                return average.rests().stream().allMatch(Result::finite);
            } finally {
                from.destroy();
            }
        }

        /** Lets every worker train and averages their results. */
        private SlicedMean.Average<Result> average(Function2<Integer, Iterator<RowBlock>, Result> work) {
            int length = parameters.length;
            List<Integer> lengths = List.of(length, options.optimizer().stateSize() * length);
            long bytes = lengths.stream().mapToLong(n -> (long) n * Float.BYTES).sum();
            if (AveragingRoad.of(context.getConf(), workers, bytes) == AveragingRoad.EXECUTORS) {
                return SlicedMean.of(
                        train.mapPartitionsWithIndex(
                                (index, blocks) -> {
                                    Result result = work.call(index, blocks);
                                    return List.of(new SlicedMean.Contribution<>(
                                                    result.worker(),
                                                    result.examples(),
                                                    result.vectors(),
                                                    result.withoutVectors()))
                                            .iterator();
                                },
                                true),
                        lengths);
            }
            List<Result> collected = RddResults.perPartition(train, work);
            List<Long> examples = collected.stream().map(Result::examples).toList();
            List<FlatVector> means = new ArrayList<>();
            for (int v = 0; v < lengths.size(); v++) {
                int vector = v;
                means.add(WeightedMean.of(
                        collected.stream()
                                .map(result -> result.vectors().get(vector))
                                .toList(),
                        examples));
            }
            return new SlicedMean.Average<>(means, collected);
        }

        private double validationScore() {
            Broadcast<Start> of = context.broadcast(new Start(new FlatVector(parameters), optimizerState));
            try {
                Broadcast<RoundWorker> broadcast = worker;
                // The results come in the order of the workers, so the order of summation is fixed.
                List<Predictions> parts = RddResults.perPartition(
                        valid, (index, blocks) -> broadcast.value().validate(index, blocks, of));
                long errors = 0;
                double loss = 0;
                for (int k = 0; k < workers; k++) {
                    errors += parts.get(k).errors();
                    loss += parts.get(k).loss() * ((inputs.validRows() - k + workers - 1) / workers);
                }
                return new Predictions(errors, loss / inputs.validRows()).score();
            } finally {
                of.destroy();
            }
        }
    }
}
