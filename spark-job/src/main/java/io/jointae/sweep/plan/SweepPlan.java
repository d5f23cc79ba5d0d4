package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.train.Training;
import io.jointae.train.options.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/** The trials of one or more grids without repetitions. All options are checked before any trial runs. */
public final class SweepPlan {

    private final List<SweepGrid> grids;
    private final List<Trial> trials;

    private SweepPlan(List<SweepGrid> grids, List<Trial> trials) {
        this.grids = List.copyOf(grids);
        this.trials = List.copyOf(trials);
    }

    /**
     * Returns a plan that can be run. It reads the manifests of the datasets but not their rows.
     *
     * @throws InvalidInputException if a value is invalid or a dataset is not prepared
     */
    public static SweepPlan of(Configuration conf, List<SweepGrid> grids) throws IOException {
        SweepPlan plan = of(grids, dir -> TrialData.of(conf, dir));
        List<Trial> checked = new ArrayList<>();
        for (Trial trial : plan.trials) {
            Manifest manifest = PreparedDataset.manifest(conf, trial.data().dir());
            Training.check(manifest, trial.plan());
            checked.add(trial.on(manifest));
        }
        return new SweepPlan(plan.grids, checked);
    }

    /** Returns a plan for display, in which datasets that are not prepared yet have the size that the paper states. */
    public static SweepPlan preview(Configuration conf, List<SweepGrid> grids) throws IOException {
        return of(grids, dir -> TrialData.expected(conf, dir));
    }

    /** Finds the facts about a dataset. */
    private interface DatasetLookup {
        TrialData find(String dir) throws IOException;
    }

    private static SweepPlan of(List<SweepGrid> grids, DatasetLookup lookup) throws IOException {
        Map<String, TrialData> datasets = new LinkedHashMap<>();
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (SweepGrid grid : grids) {
            for (String dir : grid.data().directories()) {
                if (!datasets.containsKey(dir)) {
                    datasets.put(dir, lookup.find(dir));
                }
                TrialData data = datasets.get(dir);
                for (TrainingOptions options : grid.trainings(data.scaling())) {
                    Trial trial = new Trial(data, options, grid.evaluation(options.seed()), grid.halving());
                    trials.merge(trial.data().dir() + trial.identity(), trial, SweepPlan::merge);
                }
            }
        }
        return new SweepPlan(grids, List.copyOf(trials.values()));
    }

    private static Trial merge(Trial one, Trial other) {
        if (!Objects.equals(one.halving(), other.halving())) {
            throw new InvalidInputException(
                    "Two grids have a trial in common but differ in halving: use the same values, or write two sweep files.");
        }
        return new Trial(one.data(), one.options(), one.evaluation().merge(other.evaluation()), one.halving());
    }

    /** Returns a plan of the same grids with other trials; trials that train the same model are merged. */
    public SweepPlan withTrials(List<Trial> others) {
        Map<String, Trial> merged = new LinkedHashMap<>();
        others.forEach(trial -> merged.merge(trial.data().dir() + trial.identity(), trial, SweepPlan::merge));
        return new SweepPlan(grids, List.copyOf(merged.values()));
    }

    /** Returns the first tracking server that a grid names; null if none does. */
    public String mlflow() {
        return grids.stream()
                .map(SweepGrid::mlflow)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns the grids in the order of the sweep file. */
    public List<SweepGrid> grids() {
        return grids;
    }

    /** Returns the trials in the order of the grids. */
    public List<Trial> trials() {
        return trials;
    }
}
