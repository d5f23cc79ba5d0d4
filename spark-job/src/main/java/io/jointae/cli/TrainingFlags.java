package io.jointae.cli;

import io.jointae.train.TrainingOption;
import io.jointae.train.TrainingOptions;
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
final class TrainingFlags {

    private final SortedMap<String, String> values = new TreeMap<>();

    /** A command that takes the flags. */
    interface Taker {
        TrainingFlags trainingFlags();
    }

    /** For {@code @Command(modelTransformer = ...)} of a {@link Taker}. */
    static final class Added implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            ((Taker) command.userObject()).trainingFlags().addTo(command);
            return command;
        }
    }

    /** @throws io.jointae.base.BadInput if the values make no training */
    TrainingOptions options() {
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
            default -> flag(option, option.usual()).defaultValue(option.usual()).build();
        };
    }

    private OptionSpec.Builder flag(TrainingOption option, String usual) {
        String words = option.description();
        return OptionSpec.builder("--" + option.text())
                .type(String.class)
                .paramLabel("<" + option.text() + ">")
                .description(Character.toUpperCase(words.charAt(0)) + words.substring(1) + " (default: " + usual + ").")
                .setter(new Setter(option));
    }

    private OptionSpec off(TrainingOption option, String name, String words) {
        values.put(option.text(), option.usual());
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
                values.put(option.text(), Boolean.toString(!given));
            } else if (value != null) {
                values.put(option.text(), value.toString());
            }
            return null;
        }
    }
}
