package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.data.PreparedDataset;
import io.jointae.train.Kind;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;

/** The trials of one or more grids, all options checked before any is run. */
public final class SweepPlan {

    private final List<Trial> trials;

    private SweepPlan(List<Trial> trials) {
        this.trials = List.copyOf(trials);
    }

    /** @throws BadInput naming the key, or the dataset that is not prepared */
    public static SweepPlan of(SparkSession spark, List<SweepConf> grids) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (SweepConf grid : grids) {
            Evaluations.check(grid.evaluations());
            List<TrainingOptions> options = options(grid);
            for (String name : grid.datasets()) {
                PreparedDataset data = PreparedDataset.open(spark, grid.data() + "/" + name);
                for (TrainingOptions each : options) {
                    trials.add(new Trial(data, each, grid.evaluations(), grid.svmCosts()));
                }
            }
        }
        return new SweepPlan(trials);
    }

    List<Trial> trials() {
        return trials;
    }

    List<Family> families() {
        return Family.of(trials);
    }

    private static List<TrainingOptions> options(SweepConf conf) {
        List<TrainingOptions> all = new ArrayList<>();
        for (String kindWord : conf.kinds()) {
            Kind kind = Kind.of(kindWord);
            List<Double> strengths = switch (kind) {
                case AE -> conf.weightDecay();
                case DAE -> conf.noise();
                case CAE -> conf.contraction();
            };
            for (double strength : strengths) {
                for (double rate : conf.learningRates()) {
                    for (long seed : conf.seeds()) {
                        for (int layers : conf.layers()) {
                            for (String scheme : conf.schemes()) {
                                all.add(trial(conf, Scheme.of(scheme), layers, kind, strength, rate, seed));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    private static TrainingOptions trial(
            SweepConf conf, Scheme scheme, int layers, Kind kind, double strength, double rate, long seed) {
        SortedMap<String, String> map =
                TrainingOptions.paper(scheme, layers, kind, strength, rate).toMap();
        map.put("hidden", conf.hidden().toString());
        map.put("batch-size", conf.batchSize().toString());
        map.put("epochs", conf.epochs().toString());
        map.put("evaluate-every", Integer.toString(Math.max(1, conf.epochs() / 100)));
        map.put("seed", Long.toString(seed));
        return TrainingOptions.of(map);
    }
}
