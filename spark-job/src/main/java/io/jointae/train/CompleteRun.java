package io.jointae.train;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.base.PendingOutput;
import io.jointae.data.Manifest;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Finds the model of a run that was killed after it had written the model, so that a run that resumes has nothing to do. */
public final class CompleteRun {

    private CompleteRun() {}

    /**
     * Returns the model that a run would write if it is there already: a model with the same options and data, for a run
     * that resumes. The files that the killed run left in {@code MODEL.run} are deleted.
     *
     * @param run the run that would be trained
     * @param data the manifest of its dataset
     * @return the complete model; empty if the run has something to do, or must be refused because another model is there
     * @throws InvalidInputException if another run is writing the same model
     */
    public static Optional<ModelDirectory> find(Configuration conf, TrainingRun run, Manifest data) throws IOException {
        if (!run.resume() || run.overwrite() || !PendingOutput.exists(conf, run.model())) {
            return Optional.empty();
        }
        Optional<ModelDirectory> model = read(conf, run.model()).filter(found -> isProductOf(run, data, found.card()));
        Path left = run.runDirectory();
        if (model.isPresent() && left.getFileSystem(conf).exists(left)) {
            try (Lease lease = Lease.take(conf, left.toString(), TrainingRun.LEASE)) {
                lease.releaseAndDeleteFolder();
            }
        }
        return model;
    }

    private static Optional<ModelDirectory> read(Configuration conf, String model) throws IOException {
        try {
            return Optional.of(ModelDirectory.read(conf, model));
        } catch (InvalidInputException noModel) {
            // The checks of the output refuse the folder and say what to do.
            return Optional.empty();
        }
    }

    private static boolean isProductOf(TrainingRun run, Manifest data, ModelCard card) {
        return card.options().equals(run.options().toMap())
                && card.data().hash().equals(data.hash());
    }
}
