package io.jointae.train.options;

import io.jointae.train.plan.OuterOptimizer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The options of a run that resumes. A default that depends on other options may differ between two versions, so an
 * option that is not set has the value with which the run began. The same command therefore continues a run of an
 * earlier version.
 */
public final class ResumedOptions {

    private ResumedOptions() {}

    /**
     * Returns the options of a run that continues.
     *
     * @param set the texts of the options as for {@link TrainingOptions#of}; an option without a text is not set
     * @param stored the texts that the run stored when it began, from {@link TrainingOptions#toMap} of this or an earlier
     *     version
     * @throws io.jointae.base.InvalidInputException if an option is missing, or a value is not allowed
     */
    public static TrainingOptions of(Map<String, String> set, Map<String, String> stored) {
        OptionParser parser = new OptionParser(set);
        boolean outerIsSet = parser.find(TrainingOption.OUTER_OPTIMIZER).isPresent();
        SortedMap<String, String> complete = new TreeMap<>(set);
        for (TrainingOption option : TrainingOption.values()) {
            boolean isSet = parser.find(option).isPresent() || outerIsSet && isOuter(option);
            String text = stored.get(option.storedName());
            if (option.defaultValue().isEmpty() && !isSet && text != null) {
                complete.put(option.cliName(), text);
            }
        }
        if (!outerIsSet && !stored.containsKey(TrainingOption.OUTER_OPTIMIZER.storedName())) {
            complete.put(TrainingOption.OUTER_OPTIMIZER.cliName(), ConstantNames.of(OuterOptimizer.Rule.AVERAGE));
        }
        return TrainingOptions.of(complete);
    }

    private static boolean isOuter(TrainingOption option) {
        return option == TrainingOption.OUTER_LEARNING_RATE || option == TrainingOption.OUTER_MOMENTUM;
    }
}
