package io.jointae.cli.options;

import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every {@link TrainingOption} as a flag; per-layer ones take one value, or one a layer with commas between. A switch
 * that is usually on has a flag that turns it off.
 */
public final class TrainingFlags {

    private final SortedMap<String, String> values = new TreeMap<>();

    /** A command that takes the flags. */
    public interface Taker {
        TrainingFlags trainingFlags();
    }

    /** For {@code @Command(modelTransformer = ...)} of a {@link Taker}. */
    public static final class Added implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            ((Taker) command.userObject()).trainingFlags().addTo(command);
            return command;
        }
    }

    /** @throws io.jointae.base.InvalidInputException if the values make no training */
    public TrainingOptions options() {
        return TrainingOptions.of(values);
    }

    private void addTo(CommandSpec command) {
        for (TrainingOption option : TrainingOption.values()) {
            command.addOption(flag(option));
        }
    }

    private OptionSpec flag(TrainingOption option) {
        return switch (option) {
            case TIED -> off(option, "--untied", "Decoders have weights of their own.");
            case SHUFFLE -> off(option, "--no-shuffle", "Take the examples of each epoch in the order of their ids.");
            case EVALUATE_EVERY -> flag(option, "100 evaluations a phase").build();
            default ->
                flag(option, option.defaultValue())
                        .defaultValue(option.defaultValue())
                        .build();
        };
    }

    private OptionSpec.Builder flag(TrainingOption option, String usual) {
        String words = option.description();
        return OptionSpec.builder("--" + option.cliName())
                .type(String.class)
                .paramLabel("<" + option.cliName() + ">")
                .description(Character.toUpperCase(words.charAt(0)) + words.substring(1) + " (default: " + usual + ").")
                .setter(new Setter(option));
    }

    private OptionSpec off(TrainingOption option, String name, String words) {
        values.put(option.cliName(), option.defaultValue());
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(words)
                .setter(new Setter(option))
                .build();
    }

    /** Puts a value where {@link TrainingOptions#of} looks for it. */
    private final class Setter implements ISetter {

        private final TrainingOption option;

        Setter(TrainingOption option) {
            this.option = option;
        }

        @Override
        public <T> T set(T value) {
            if (value instanceof Boolean given) {
                values.put(option.cliName(), Boolean.toString(!given));
            } else if (value != null) {
                values.put(option.cliName(), value.toString());
            }
            return null;
        }
    }
}
