package io.jointae.cli.options;

import io.jointae.feature.ScalingKind;
import io.jointae.train.options.ResumedOptions;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every {@link TrainingOption} as a flag. An option that is true by default has a flag without a value, which turns it
 * off.
 */
public final class TrainingFlags {

    private final SortedMap<String, String> values = TrainingOption.defaults();

    /** A command that takes the flags. */
    public interface Taker {
        /** Returns the flags, which the parser fills. */
        TrainingFlags trainingFlags();
    }

    /** Adds the flags to a command; for {@code @Command(modelTransformer = ...)} of a {@link Taker}. */
    public static final class Added implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            TrainingFlags flags = ((Taker) command.userObject()).trainingFlags();
            for (TrainingOption option : TrainingOption.values()) {
                command.addOption(flags.flag(option));
            }
            return command;
        }
    }

    /**
     * Returns the options of training that the flags set.
     *
     * @param scaling the scaling of the dataset, on which some defaults depend
     * @throws io.jointae.base.InvalidInputException if a value is invalid
     */
    public TrainingOptions options(ScalingKind scaling) {
        return TrainingOptions.of(values, scaling);
    }

    /**
     * Returns the options of a run that resumes: those that no flag sets have the values with which the run began.
     *
     * @param stored the texts that the run stored
     * @throws io.jointae.base.InvalidInputException if a value is invalid
     */
    public TrainingOptions resumedOptions(Map<String, String> stored) {
        return ResumedOptions.of(values, stored);
    }

    private OptionSpec flag(TrainingOption option) {
        return switch (option) {
            case TIED -> turnOff(option, "--untied", "Gives each decoder weights of its own.");
            case SHUFFLE ->
                turnOff(option, "--no-shuffle", "Takes the examples of every epoch in the order of their ids.");
            default -> valueFlag(option);
        };
    }

    private OptionSpec valueFlag(TrainingOption option) {
        List<String> names = new ArrayList<>(List.of("--" + option.cliName()));
        option.aliases().forEach(alias -> names.add("--" + alias));
        return OptionSpec.builder(names.toArray(String[]::new))
                .userObject(option)
                .type(String.class)
                .paramLabel(
                        option.type() == TrainingOption.Type.PER_LAYER
                                ? option.valueName() + "[," + option.valueName() + "...]"
                                : option.valueName())
                .description(option.help().replace("%", "%%"))
                .setter(new Setter(option))
                .build();
    }

    private OptionSpec turnOff(TrainingOption option, String name, String description) {
        return OptionSpec.builder(name)
                .userObject(option)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .setter(new Setter(option))
                .build();
    }

    /** Stores a value under the name by which {@link TrainingOptions#of} finds it. */
    private final class Setter implements ISetter {

        private final TrainingOption option;

        Setter(TrainingOption option) {
            this.option = option;
        }

        @Override
        public <T> T set(T value) {
            if (value instanceof Boolean turnedOff) {
                values.put(option.cliName(), Boolean.toString(!turnedOff));
            } else if (value != null) {
                values.put(option.cliName(), value.toString());
            }
            return null;
        }
    }
}
