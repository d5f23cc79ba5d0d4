package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.train.Training;
import io.jointae.train.options.TrainingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/** The trials of one or more grids, each once, all options checked before any is run. */
public final class SweepPlan {

    private final List<SweepGrid> grids;
    private final List<Trial> trials;

    private SweepPlan(List<SweepGrid> grids, List<Trial> trials) {
        this.grids = List.copyOf(grids);
        this.trials = List.copyOf(trials);
    }

    /**
     * A plan to run; reads the manifests of the datasets, no data.
     *
     * @throws InvalidInputException naming the key, or the dataset that is not prepared
     */
    public static SweepPlan of(Configuration conf, List<SweepGrid> grids) throws IOException {
        SweepPlan plan = of(grids, dir -> TrialData.of(conf, dir));
        for (Trial trial : plan.trials) {
            Training.check(PreparedDataset.manifest(conf, trial.data().dir()), trial.plan());
        }
        return plan;
    }

    /** A plan to look at: datasets of the paper that are not prepared yet count at their sizes there. */
    public static SweepPlan preview(Configuration conf, List<SweepGrid> grids) throws IOException {
        return of(grids, dir -> TrialData.expected(conf, dir));
    }

    private interface DataSource {
        TrialData open(String dir) throws IOException;
    }

    private static SweepPlan of(List<SweepGrid> grids, DataSource source) throws IOException {
        Map<String, TrialData> opened = new LinkedHashMap<>();
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (SweepGrid grid : grids) {
            List<TrainingOptions> trainings = grid.trainings();
            for (String name : grid.datasets()) {
                String dir = grid.data() + "/" + name;
                if (!opened.containsKey(dir)) {
                    opened.put(dir, source.open(dir));
                }
                for (TrainingOptions options : trainings) {
                    Trial trial = new Trial(opened.get(dir), options, grid.evaluation(options.seed()), grid.halving());
                    trials.merge(trial.data().dir() + trial.identity(), trial, SweepPlan::both);
                }
            }
        }
        return new SweepPlan(grids, List.copyOf(trials.values()));
    }

    private static Trial both(Trial one, Trial other) {
        if (!Objects.equals(one.halving(), other.halving())) {
            throw new InvalidInputException(
                    "two grids have the same trial but other halving: make it the same, or two sweeps");
        }
        return new Trial(one.data(), one.options(), one.evaluation().and(other.evaluation()), one.halving());
    }

    /** The first tracking server that a grid names; null for none. */
    public String mlflow() {
        return grids.stream()
                .map(SweepGrid::mlflow)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    public List<SweepGrid> grids() {
        return grids;
    }

    public List<Trial> trials() {
        return trials;
    }
}
