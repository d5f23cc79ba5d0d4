package io.jointae.sweep;

import io.jointae.feature.ScalingKind;
import io.jointae.results.DataOrigin;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sweep files as text, and their trials on a dataset that does not exist. */
public final class TestGrids {

    public static final String FILE = "mine.yaml";

    private TestGrids() {}

    public static List<SweepGrid> read(String yaml) throws IOException {
        return SweepFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), FILE);
    }

    public static List<Trial> trials(String yaml) throws IOException {
        TrialData data = new TrialData(
                "data/bars",
                "bars",
                "h",
                DataOrigin.REGENERATED,
                new TrialData.Size(20, 2, 1000, 100, 500),
                ScalingKind.NONE);
        List<Trial> trials = new ArrayList<>();
        for (SweepGrid grid : read(yaml)) {
            grid.trainings()
                    .forEach(options ->
                            trials.add(new Trial(data, options, grid.evaluation(options.seed()), grid.halving())));
        }
        return trials;
    }

    /** Returns a small grid over {@code DATA/bars}, for tests to change. */
    public static String small(String data, String schemes, String layers, String noise) {
        return """
                name: small
                data: %s
                datasets: [bars]
                kinds: [dae]
                schemes: %s
                layers: %s
                noise: %s
                learning-rate: [0.01]
                hidden: 8
                batch-size: 10
                epochs: 2
                """.formatted(data, schemes, layers, noise);
    }
}
