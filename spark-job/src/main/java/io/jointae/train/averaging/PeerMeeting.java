package io.jointae.train.averaging;

import io.jointae.stack.compute.Replica;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.OuterUpdate;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.vector.FlatVector;
import io.jointae.train.vector.PeerVectors;
import io.jointae.train.vector.WeightedMean;
import java.util.ArrayList;
import java.util.List;

/**
 * The averaging of workers that run at the same time. Every vector is cut into as many parts as there are workers. Worker
 * {@code k} receives part {@code k} of all workers, averages it, applies the outer optimizer to it, and gives the result
 * to the others. So each worker sends and receives about two vectors per round, whatever the number of workers, and the
 * sums have the same order as on the driver: the results are the same, bit for bit.
 */
final class PeerMeeting {

    private static final String FAILED = "failed";

    private final PeerVectors peers;
    private final OuterOptimizer outer;
    private final boolean averagesState;
    private FlatVector begin;
    private FlatVector velocity;
    private FlatVector ownParameters;
    private FlatVector ownState;
    private int round;

    /** @param start the numbers at the start of the first round */
    PeerMeeting(PeerVectors peers, Averaging averaging, RoundStart start) {
        this.peers = peers;
        this.outer = averaging.outer();
        this.averagesState = averaging.state() == Averaging.State.AVERAGE;
        this.begin = new FlatVector(start.parameters());
        this.velocity = start.velocity().part(peers.own(), peers.count());
    }

    /** Publishes the numbers of a replica after its steps. */
    void publish(Replica replica) {
        FlatVector parameters = new FlatVector(replica.parameters());
        FlatVector optimizerState = averagesState ? new FlatVector(replica.state()) : FlatVector.EMPTY;
        for (int peer = 0; peer < peers.count(); peer++) {
            if (peer != peers.own()) {
                peers.publish(changed(peer), part(parameters, peer), part(optimizerState, peer));
            }
        }
        ownParameters = part(parameters, peers.own());
        ownState = part(optimizerState, peers.own());
    }

    /** Tells the other workers that this one stops, in the place of {@link #meet}. */
    static void stop(PeerVectors peers) {
        peers.gather(FAILED);
    }

    /**
     * Waits for the other workers, and gives the averages to the replica.
     *
     * @param examples the number of examples that this worker took in the round, which is its weight
     * @return whether all workers came; otherwise one of them failed, and the replica is unchanged
     */
    boolean meet(Replica replica, long examples) {
        List<String> messages = peers.gather(Long.toString(examples));
        // All workers have read the averages of the round before.
        if (round > 0) {
            peers.delete(averaged(round - 1));
        }
        if (messages.contains(FAILED)) {
            return false;
        }
        List<Long> weights = messages.stream().map(Long::valueOf).toList();
        average(weights);
        peers.publish(averaged(round), ownParameters, ownState);
        peers.await();
        // All workers have read their parts of this worker's numbers.
        for (int peer = 0; peer < peers.count(); peer++) {
            if (peer != peers.own()) {
                peers.delete(changed(peer));
            }
        }
        receive(replica);
        round++;
        return true;
    }

    /** Averages the part of this worker. */
    private void average(List<Long> weights) {
        List<FlatVector> fetched = peers.fetch(changed(peers.own()));
        List<FlatVector> parameters = new ArrayList<>();
        List<FlatVector> states = new ArrayList<>();
        int length = ownParameters.length();
        for (int peer = 0; peer < peers.count(); peer++) {
            FlatVector both = fetched.get(peer);
            parameters.add(both == null ? ownParameters : both.range(0, length));
            states.add(both == null ? ownState : both.range(length, ownState.length()));
        }
        OuterUpdate update = OuterUpdate.of(
                outer,
                part(begin, peers.own()).values(),
                WeightedMean.of(parameters, weights).values(),
                velocity.values());
        ownParameters = new FlatVector(update.parameters());
        velocity = new FlatVector(update.velocity());
        ownState = WeightedMean.of(states, weights);
    }

    /** Joins the parts of all workers. */
    private void receive(Replica replica) {
        List<FlatVector> fetched = peers.fetch(averaged(round));
        float[] parameters = new float[begin.length()];
        float[] states = new float[averagesState ? replica.stateLength() : 0];
        FlatVector wholeParameters = new FlatVector(parameters);
        FlatVector wholeStates = new FlatVector(states);
        for (int peer = 0; peer < peers.count(); peer++) {
            FlatVector both = fetched.get(peer);
            FlatVector parametersPart = part(wholeParameters, peer);
            FlatVector statesPart = part(wholeStates, peer);
            int length = parametersPart.length();
            (both == null ? ownParameters : both.range(0, length)).copyTo(parameters, parametersPart.begin());
            (both == null ? ownState : both.range(length, statesPart.length())).copyTo(states, statesPart.begin());
        }
        begin = wholeParameters;
        if (states.length > 0) {
            replica.set(parameters, states);
        } else {
            replica.setParameters(parameters);
        }
    }

    /** Returns the result of this worker after its last round, with the parts of the vectors that it averaged. */
    PeerResult result(int worker, List<RoundResult.Epoch> rounds, WorkerRate rate) {
        return new PeerResult(worker, ownParameters, ownState, velocity, rounds, rate, null);
    }

    private FlatVector part(FlatVector whole, int peer) {
        return whole.part(peer, peers.count());
    }

    private String changed(int peer) {
        return "round_" + round + "_for_" + peer;
    }

    private static String averaged(int ofRound) {
        return "round_" + ofRound + "_mean";
    }
}
