package io.jointae.train;

import io.jointae.train.listener.Checkpoints;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Creates interrupted runs for the tests of other packages. */
public final class InterruptedRun {

    private InterruptedRun() {}

    /**
     * Writes the first checkpoint of a run of {@code train} with default options.
     *
     * @param changes the changed options, as names that alternate with values
     */
    public static void checkpoint(String directory, String dataHash, String... changes) throws IOException {
        SortedMap<String, String> options = options(changes);
        TrainingPlan plan = TrainingOptions.of(options).plan("bars", 16);
        options.put("data", dataHash);
        new Checkpoints(
                        new Configuration(),
                        new org.apache.hadoop.fs.Path(Path.of(directory).toUri()),
                        options,
                        0)
                .write(TrainingState.initial(plan));
    }

    private static SortedMap<String, String> options(String... changes) {
        SortedMap<String, String> options =
                new TreeMap<>(TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.DAE, 0.5, 0.001)
                        .toMap());
        options.put("contraction", "0.15");
        for (int i = 0; i < changes.length; i += 2) {
            options.put(changes[i], changes[i + 1]);
        }
        return options;
    }
}
