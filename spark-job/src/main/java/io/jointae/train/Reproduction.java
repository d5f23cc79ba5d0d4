package io.jointae.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.StackModel;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * The result of training a stored model again, with the options of its card.
 *
 * @param model the name of the model, for example {@code DAE-2J}
 * @param dataset the name of the dataset
 * @param differences how far the new model is from the stored one
 * @param finalCost the training cost of the last epoch: of the stored model, then of the new one
 * @param environment the values of {@link RunEnvironment} that differ, by name, as {@code stored -> new}
 */
public record Reproduction(
        String model,
        String dataset,
        @JsonUnwrapped Differences differences,
        List<Double> finalCost,
        SortedMap<String, String> environment) {

    /**
     * How far a new model is from a stored one.
     *
     * @param identical whether all parameters are equal bit for bit
     * @param maxDifference the largest absolute difference of a parameter; infinite if one is not-a-number, and
     *     not-a-number if the parameters are not stored and the hash in the card is another one
     * @param meanDifference the mean absolute difference of the parameters; not-a-number in the same case
     * @param maxCostDifference the largest absolute difference of the training cost of an epoch; not-a-number if the
     *     numbers of epochs differ
     */
    public record Differences(
            boolean identical, double maxDifference, double meanDifference, double maxCostDifference) {

        /** Compares the hash in a card whose parameters are not stored. */
        static Differences between(ModelCard card, float[] trained, List<EpochRecord> history) {
            boolean identical = ModelDirectory.hash(trained).equals(card.parameters());
            double difference = identical ? 0 : Double.NaN;
            return new Differences(identical, difference, difference, maxCostDifference(card.history(), history));
        }

        static Differences between(ModelCard card, float[] stored, float[] trained, List<EpochRecord> history) {
            boolean identical = true;
            double max = 0;
            double sum = 0;
            for (int i = 0; i < stored.length; i++) {
                identical &= Float.floatToRawIntBits(stored[i]) == Float.floatToRawIntBits(trained[i]);
                double difference = Math.abs((double) stored[i] - trained[i]);
                max = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(max, difference);
                sum += difference;
            }
            return new Differences(identical, max, sum / stored.length, maxCostDifference(card.history(), history));
        }

        private static double maxCostDifference(List<EpochRecord> stored, List<EpochRecord> trained) {
            double max = stored.size() == trained.size() ? 0 : Double.NaN;
            for (int i = 0; i < Math.min(stored.size(), trained.size()); i++) {
                max = Math.max(
                        max, Math.abs(stored.get(i).cost() - trained.get(i).cost()));
            }
            return max;
        }
    }

    /**
     * Trains a stored model again.
     *
     * @param data the dataset that the model was trained on
     * @throws InvalidInputException if the contents of the dataset differ from those in the model's card, or the options
     *     in the card cannot be trained with
     */
    public static Reproduction of(
            SparkSession spark, ModelDirectory model, PreparedDataset data, List<RunListener> listeners) {
        TrainingPlan plan = plan(model.card(), data);
        if (!plan.architecture().equals(model.model().architecture())) {
            throw InvalidInputException.of(
                    "The options in the card of model %s describe another network than the stored one: restore its"
                            + " model.json.",
                    model.card().name());
        }
        List<EpochRecord> history = new ArrayList<>();
        StackModel trained = train(spark, data, plan, listeners, history);
        return compare(
                model.card(), model.model().parameters(), trained.parameters(), history, RunEnvironment.of(spark));
    }

    /**
     * Trains a model again of which only the card is stored. The card has the hash of the parameters and the cost of every
     * epoch.
     *
     * @param data the dataset that the model was trained on
     * @throws InvalidInputException as for a stored model
     */
    public static Reproduction of(
            SparkSession spark, ModelCard card, PreparedDataset data, List<RunListener> listeners) {
        List<EpochRecord> history = new ArrayList<>();
        StackModel trained = train(spark, data, plan(card, data), listeners, history);
        return compare(
                card, Differences.between(card, trained.parameters(), history), history, RunEnvironment.of(spark));
    }

    private static TrainingPlan plan(ModelCard card, PreparedDataset data) {
        if (!data.hash().equals(card.data().hash())) {
            throw InvalidInputException.of(
                    "%s has the hash %s, but model %s was trained on %s with the hash %s: choose this dataset as %s.",
                    data.dir(),
                    data.hash(),
                    card.name(),
                    card.data().name(),
                    card.data().hash(),
                    FieldName.of("data"));
        }
        return options(card).plan(data.name(), data.width());
    }

    private static StackModel train(
            SparkSession spark,
            PreparedDataset data,
            TrainingPlan plan,
            List<RunListener> listeners,
            List<EpochRecord> history) {
        List<RunListener> all = new ArrayList<>(listeners);
        all.add(new RunListener() {
            @Override
            public void onFinish(TrainingPlan done, TrainingState state) {
                history.addAll(state.history());
            }
        });
        return Training.run(spark, data, plan, TrainingState.initial(plan), all);
    }

    private static TrainingOptions options(ModelCard card) {
        try {
            return TrainingOptions.stored(card.options());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    "The options stored with model " + card.name() + " cannot be trained with: " + e.getMessage(), e);
        }
    }

    static Reproduction compare(
            ModelCard card,
            float[] stored,
            float[] trained,
            List<EpochRecord> history,
            SortedMap<String, String> environment) {
        return compare(card, Differences.between(card, stored, trained, history), history, environment);
    }

    private static Reproduction compare(
            ModelCard card, Differences differences, List<EpochRecord> history, SortedMap<String, String> environment) {
        return new Reproduction(
                card.name(),
                card.data().name(),
                differences,
                List.of(finalCost(card.history()), finalCost(history)),
                differences(card.run().environment(), environment));
    }

    /** Returns whether no parameter is known to differ by more than a tolerance. */
    public boolean within(double tolerance) {
        return differences.maxDifference() <= tolerance;
    }

    /** Returns whether the parameters could not be compared, because they are not stored and their hashes differ. */
    public boolean isByCostAlone() {
        return Double.isNaN(differences.maxDifference());
    }

    /** Returns whether the cost of the last epoch differs by no more than a share of the stored one. */
    public boolean withinCost(double share) {
        return Math.abs(finalCost.get(1) - finalCost.get(0)) <= share * Math.abs(finalCost.get(0));
    }

    private static double finalCost(List<EpochRecord> history) {
        return history.isEmpty() ? Double.NaN : history.get(history.size() - 1).cost();
    }

    private static SortedMap<String, String> differences(
            SortedMap<String, String> stored, SortedMap<String, String> now) {
        TreeSet<String> names = new TreeSet<>(stored.keySet());
        names.addAll(now.keySet());
        SortedMap<String, String> differences = new TreeMap<>();
        for (String name : names) {
            if (!Objects.equals(stored.get(name), now.get(name))) {
                differences.put(name, stored.get(name) + " -> " + now.get(name));
            }
        }
        return differences;
    }
}
