package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.base.TrackingAddress;
import io.jointae.feature.ScalingKind;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One grid of a sweep file with all defaults filled in. Every combination of its values is a trial.
 *
 * @param name name of the sweep, for readers
 * @param data datasets
 * @param stack stacks of auto-encoders
 * @param training ways to train each stack
 * @param evaluation evaluations of each trained model
 * @param halving successive halving, which stops trials early; null for none
 * @param mlflow address of an MLflow tracking server; null for none
 */
public record SweepGrid(
        String name,
        DatasetGrid data,
        StackGrid stack,
        TrainingGrid training,
        EvaluationSettings evaluation,
        Halving halving,
        String mlflow) {

    /** @throws InvalidInputException if the name is missing, or halving or the server's address is invalid */
    public SweepGrid {
        if (name == null) {
            throw new InvalidInputException("key name is missing: give the sweep a name.");
        }
        if (mlflow != null) {
            TrackingAddress.check(mlflow);
        }
        halving = halving == null ? null : halving.resolve(training.epochs(), evaluation.evaluations());
    }

    /**
     * Returns the grids that have some of the given datasets, reduced to these datasets.
     *
     * @param names names of datasets as a sweep file writes them, such as {@code rectangles}
     * @throws InvalidInputException if no grid has one of the names
     */
    public static List<SweepGrid> only(List<SweepGrid> grids, List<String> names) {
        for (String name : names) {
            if (grids.stream().noneMatch(grid -> grid.data.names().contains(name))) {
                throw InvalidInputException.ofField(
                        "dataset",
                        "%s is not in the sweep file: choose from %s.",
                        name,
                        grids.stream()
                                .flatMap(grid -> grid.data.names().stream())
                                .distinct()
                                .collect(Collectors.joining(", ")));
            }
        }
        List<SweepGrid> reduced = new ArrayList<>();
        for (SweepGrid grid : grids) {
            List<String> kept =
                    grid.data.names().stream().filter(names::contains).toList();
            if (!kept.isEmpty()) {
                reduced.add(new SweepGrid(
                        grid.name,
                        new DatasetGrid(grid.data.folder(), kept),
                        grid.stack,
                        grid.training,
                        grid.evaluation,
                        grid.halving,
                        grid.mlflow));
            }
        }
        return reduced;
    }

    /** Returns this grid with the datasets in another folder. */
    public SweepGrid withDataIn(String folder) {
        return new SweepGrid(name, new DatasetGrid(folder, data.names()), stack, training, evaluation, halving, mlflow);
    }

    /**
     * Returns the training options of every trial on one dataset.
     *
     * @throws InvalidInputException if a combination does not describe a training run
     */
    public List<TrainingOptions> trainings() {
        return trainings(ScalingKind.NONE);
    }

    /**
     * Returns the options of every combination as {@link #trainings()} does.
     *
     * @param scaling the scaling of the dataset, on which the loss and the output activation depend
     * @throws InvalidInputException if a combination does not describe a training run
     */
    public List<TrainingOptions> trainings(ScalingKind scaling) {
        List<TrainingOptions> all = new ArrayList<>();
        for (SortedMap<String, String> combination : combinations()) {
            for (double rate : training.learningRates()) {
                for (long seed : training.seeds()) {
                    for (int depth : stack.depths()) {
                        for (String scheme : training.schemes()) {
                            SortedMap<String, String> texts = texts(combination, rate, seed, depth, Scheme.of(scheme));
                            all.add(TrainingOptions.of(texts, scaling));
                        }
                    }
                }
            }
        }
        return all;
    }

    private List<SortedMap<String, String>> combinations() {
        List<SortedMap<String, String>> all = new ArrayList<>();
        for (SortedMap<String, String> stackTexts : stack.combinations()) {
            for (SortedMap<String, String> averagingTexts : training.averaging().combinations()) {
                SortedMap<String, String> both = new TreeMap<>(stackTexts);
                both.putAll(averagingTexts);
                all.add(both);
            }
        }
        return all;
    }

    /**
     * Returns the evaluations of a trial.
     *
     * @param seed seed of the trial
     * @throws InvalidInputException if an evaluation is unknown or one of its settings is out of range
     */
    public EvaluationPlan evaluation(long seed) {
        return evaluation.plan(seed, training.arithmetic());
    }

    private SortedMap<String, String> texts(
            SortedMap<String, String> combination, double rate, long seed, int depth, Scheme scheme) {
        SortedMap<String, String> texts = TrainingOption.defaults();
        texts.putAll(combination);
        texts.put(TrainingOption.SCHEME.cliName(), scheme.cliName());
        texts.put(TrainingOption.LAYERS.cliName(), Integer.toString(depth));
        texts.put(TrainingOption.LEARNING_RATE.cliName(), Double.toString(rate));
        texts.put(TrainingOption.BATCH_SIZE.cliName(), Integer.toString(training.batchSize()));
        texts.put(TrainingOption.EPOCHS.cliName(), Integer.toString(training.epochs()));
        texts.put(TrainingOption.SEED.cliName(), Long.toString(seed));
        texts.put(
                TrainingOption.ENGINE.cliName(), training.arithmetic().engine().optionName());
        texts.put(
                TrainingOption.PRECISION.cliName(),
                training.arithmetic().precision().optionName());
        return texts;
    }
}
