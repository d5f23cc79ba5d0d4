package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.data.PreparedDataset;
import io.jointae.train.Training;
import io.jointae.train.TrainingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/** The trials of one or more grids, each once, all options checked before any is run. */
public final class SweepPlan {

    private final List<SweepConf> grids;
    private final List<Trial> trials;

    private SweepPlan(List<SweepConf> grids, List<Trial> trials) {
        this.grids = List.copyOf(grids);
        this.trials = List.copyOf(trials);
    }

    /**
     * A plan to run; reads the manifests of the datasets, no data.
     *
     * @throws BadInput naming the key, or the dataset that is not prepared
     */
    public static SweepPlan of(Configuration conf, List<SweepConf> grids) throws IOException {
        SweepPlan plan = of(grids, dir -> TrialData.of(conf, dir));
        for (Trial trial : plan.trials) {
            Training.check(PreparedDataset.manifest(conf, trial.data().dir()), trial.plan());
        }
        return plan;
    }

    /** A plan to look at: datasets of the paper that are not prepared yet count at their sizes there. */
    public static SweepPlan preview(Configuration conf, List<SweepConf> grids) throws IOException {
        return of(grids, dir -> TrialData.expected(conf, dir));
    }

    private interface DataSource {
        TrialData open(String dir) throws IOException;
    }

    private static SweepPlan of(List<SweepConf> grids, DataSource source) throws IOException {
        Map<String, TrialData> opened = new LinkedHashMap<>();
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (SweepConf grid : grids) {
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
            throw new BadInput("two grids have the same trial but other halving: make it the same, or two sweeps");
        }
        return new Trial(one.data(), one.options(), one.evaluation().and(other.evaluation()), one.halving());
    }

    /** The first tracking server that a grid names; null for none. */
    String mlflow() {
        return grids.stream()
                .map(SweepConf::mlflow)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    List<SweepConf> grids() {
        return grids;
    }

    List<Trial> trials() {
        return trials;
    }
}
