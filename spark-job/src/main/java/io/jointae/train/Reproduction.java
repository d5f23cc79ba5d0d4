package io.jointae.train;

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
 * A model trained again from its card, and how far the second is from the first.
 *
 * @param model its name
 * @param dataset its name
 * @param identical whether all parameters are the same, bit for bit
 * @param maxDifference largest absolute difference of a parameter
 * @param meanDifference mean absolute difference of the parameters
 * @param maxCostDifference largest absolute difference of an epoch's training cost; not-a-number where the
 *     histories are not of the same epochs
 * @param finalCost last epoch's training cost of the model and of the second run
 * @param environment what of the provenance differs, by field: {@code then -> now}
 */
public record Reproduction(
        String model,
        String dataset,
        boolean identical,
        double maxDifference,
        double meanDifference,
        double maxCostDifference,
        List<Double> finalCost,
        SortedMap<String, String> environment) {

    /**
     * Trains again.
     *
     * @throws InvalidInputException if the data are not those of the card, or the card's options are of no use
     */
    public static Reproduction of(
            SparkSession spark, ModelDirectory model, PreparedDataset data, List<RunListener> listeners) {
        ModelCard card = model.card();
        if (!data.hash().equals(card.data().hash())) {
            throw InvalidInputException.of(
                    "%s has other contents (hash %s) than the %s that %s was trained on (%s): give that --data",
                    data.dir(),
                    data.hash(),
                    card.data().name(),
                    card.name(),
                    card.data().hash());
        }
        TrainingPlan plan = options(card).plan(data.name(), data.width());
        if (!plan.architecture().equals(model.model().architecture())) {
            throw InvalidInputException.of(
                    "model %s: the options of its card make another network than the one beside it", card.name());
        }
        List<EpochRecord> history = new ArrayList<>();
        List<RunListener> all = new ArrayList<>(listeners);
        all.add(new RunListener() {
            @Override
            public void onFinish(TrainingPlan done, TrainingState state) {
                history.addAll(state.history());
            }
        });
        StackModel again = Training.run(spark, data, plan, TrainingState.initial(plan), all);
        return compare(card, model.model().parameters(), again.parameters(), history, RunEnvironment.of(spark));
    }

    private static TrainingOptions options(ModelCard card) {
        try {
            return TrainingOptions.of(card.options());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    "The options stored with model " + card.name() + " cannot be trained with: " + e.getMessage(), e);
        }
    }

    static Reproduction compare(
            ModelCard card,
            float[] first,
            float[] second,
            List<EpochRecord> history,
            SortedMap<String, String> environment) {
        boolean identical = true;
        double max = 0;
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            identical &= Float.floatToRawIntBits(first[i]) == Float.floatToRawIntBits(second[i]);
            double difference = Math.abs((double) first[i] - second[i]);
            // Not-a-number is as far away as can be.
            max = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(max, difference);
            sum += difference;
        }
        return new Reproduction(
                card.name(),
                card.data().name(),
                identical,
                max,
                sum / first.length,
                costs(card.history(), history),
                List.of(last(card.history()), last(history)),
                differences(card.run().environment(), environment));
    }

    /** Whether no parameter is further away than this. */
    public boolean within(double tolerance) {
        return maxDifference <= tolerance;
    }

    private static double costs(List<EpochRecord> first, List<EpochRecord> second) {
        double max = first.size() == second.size() ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            max = Math.max(max, Math.abs(first.get(i).cost() - second.get(i).cost()));
        }
        return max;
    }

    private static double last(List<EpochRecord> history) {
        return history.isEmpty() ? Double.NaN : history.get(history.size() - 1).cost();
    }

    private static SortedMap<String, String> differences(
            SortedMap<String, String> then, SortedMap<String, String> now) {
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        SortedMap<String, String> differences = new TreeMap<>();
        for (String name : names) {
            if (!Objects.equals(then.get(name), now.get(name))) {
                differences.put(name, then.get(name) + " -> " + now.get(name));
            }
        }
        return differences;
    }
}
