package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.runtime.TaskDevice;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.compute.Stretch;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.train.plan.StepShape;
import io.jointae.train.shard.EpochSteps;
import io.jointae.train.shard.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/** The work of an executor for a round of several runs with one worker each, whose replicas step together. */
final class RoundsTogether {

    private RoundsTogether() {}

    /**
     * A round of one run.
     *
     * @param worker the worker of the run's phase
     * @param work the steps of the round
     * @param start the parameters and the optimizer state to start from
     */
    @DefaultSerializer(JavaSerializer.class)
    record RunRound(Broadcast<PhaseWorker> worker, RoundWork work, RoundStart start) implements Serializable {}

    /**
     * Takes the steps of the rounds of several runs. Runs whose steps have the same shape step together, and all of them
     * take the epochs of the shortest of their rounds.
     *
     * @param rounds at least one round of whole epochs, each with the numbers to start from
     * @param shard the examples of all of these runs
     * @return the result of each run
     */
    static List<RoundResult> run(List<RunRound> rounds, Shard shard) {
        Map<StepShape, List<Integer>> alike = new LinkedHashMap<>();
        for (int i = 0; i < rounds.size(); i++) {
            StepShape shape = rounds.get(i).worker().value().stepShape();
            alike.computeIfAbsent(shape, none -> new ArrayList<>()).add(i);
        }
        Optional<String> device = TaskDevice.select(alike.keySet().stream()
                .anyMatch(shape -> shape.arithmetic().engine().usesGpu()));
        RoundResult[] results = new RoundResult[rounds.size()];
        alike.forEach((shape, indexes) -> {
            List<RunRound> some = indexes.stream().map(rounds::get).toList();
            List<RoundResult> ended = runAlike(some, shape.arithmetic(), device, shard);
            for (int i = 0; i < ended.size(); i++) {
                results[indexes.get(i)] = ended.get(i);
            }
        });
        return new ArrayList<>(Arrays.asList(results));
    }

    private static List<RoundResult> runAlike(
            List<RunRound> rounds, Arithmetic arithmetic, Optional<String> device, Shard shard) {
        List<ElementWise> ops = arithmetic.open(device, rounds.size());
        try {
            List<Replica> replicas = new ArrayList<>();
            List<List<RoundResult.Epoch>> epochs = new ArrayList<>();
            for (int r = 0; r < rounds.size(); r++) {
                RoundStart start = rounds.get(r).start();
                Replica replica = rounds.get(r).worker().value().newReplica(ops.get(r));
                replica.set(start.parameters(), start.optimizerState(shard.worker()));
                replicas.add(replica);
                epochs.add(new ArrayList<>());
            }
            int count = rounds.stream()
                    .mapToInt(round -> round.work().epochs())
                    .min()
                    .orElseThrow();
            for (int e = 0; e < count; e++) {
                trainEpoch(rounds, e, replicas, shard, epochs);
            }
            List<RoundResult> results = new ArrayList<>();
            for (int r = 0; r < rounds.size(); r++) {
                RoundStart.Blocks blocks = rounds.get(r).start().blocks();
                results.add(PhaseWorker.result(replicas.get(r), blocks, shard.worker(), epochs.get(r)));
            }
            return results;
        } finally {
            ops.forEach(ElementWise::close);
        }
    }

    /** Adds an epoch to the epochs of each run. */
    private static void trainEpoch(
            List<RunRound> rounds,
            int number,
            List<Replica> replicas,
            Shard shard,
            List<List<RoundResult.Epoch>> epochs) {
        List<EpochSteps> steps = new ArrayList<>();
        for (RunRound round : rounds) {
            int epoch = round.work().firstEpoch() + number;
            steps.add(round.worker().value().steps(shard, epoch, round.work()));
        }
        int longest = replicas.get(0).stretch();
        while (steps.get(0).hasNext()) {
            List<Stretch> stretches =
                    steps.stream().map(each -> each.next(longest)).toList();
            double[] costs = Replica.train(replicas, stretches);
            for (int r = 0; r < costs.length; r++) {
                steps.get(r).addCost(costs[r]);
            }
        }
        for (int r = 0; r < replicas.size(); r++) {
            RunRound round = rounds.get(r);
            int epoch = round.work().firstEpoch() + number;
            epochs.get(r)
                    .add(round.worker().value().ended(steps.get(r).end(), replicas.get(r), shard, epoch, round.work()));
        }
    }
}
