package io.jointae.train.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The speeds of all workers in a round or in an epoch. A round ends when its slowest worker does.
 *
 * @param workers one rate per worker, in the order of the workers
 */
public record WorkerRates(List<WorkerRate> workers) {

    /** The rates of no work. */
    public static final WorkerRates NONE = new WorkerRates(List.of());

    public WorkerRates {
        workers = workers.stream()
                .sorted(Comparator.comparingInt(WorkerRate::worker))
                .toList();
    }

    /** Returns the median of the examples per second of the workers that trained; empty if fewer than two did. */
    public Optional<Double> median() {
        List<Double> rates =
                trained().map(WorkerRate::examplesPerSecond).sorted().toList();
        int n = rates.size();
        return n < 2 ? Optional.empty() : Optional.of((rates.get((n - 1) / 2) + rates.get(n / 2)) / 2);
    }

    /** Returns the slowest worker that trained; empty if fewer than two did. */
    public Optional<WorkerRate> slowest() {
        return median().flatMap(any -> trained().min(Comparator.comparingDouble(WorkerRate::examplesPerSecond)));
    }

    /** Returns the rates of this work and of the work after it. */
    public WorkerRates plus(WorkerRates later) {
        SortedMap<Integer, WorkerRate> sums = new TreeMap<>();
        workers.forEach(rate -> sums.put(rate.worker(), rate));
        later.workers.forEach(rate -> sums.merge(rate.worker(), rate, WorkerRate::plus));
        return new WorkerRates(List.copyOf(sums.values()));
    }

    private Stream<WorkerRate> trained() {
        return workers.stream().filter(rate -> rate.examples() > 0 && rate.seconds() > 0);
    }
}
