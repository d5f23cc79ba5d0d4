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

    private final SortedMap<String, String> values = new TreeMap<>(TrainingOption.defaults());

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
            for (String alias : option.aliases()) {
                command.addOption(OptionSpec.builder("--" + alias)
                        .type(String.class)
                        .hidden(true)
                        .setter(new Setter(option))
                        .build());
            }
        }
    }

    private OptionSpec flag(TrainingOption option) {
        return switch (option) {
            case TIED -> off(option, "--untied", "Decoders have weights of their own.");
            case SHUFFLE -> off(option, "--no-shuffle", "Take the examples of each epoch in the order of their ids.");
            default ->
                OptionSpec.builder("--" + option.cliName())
                        .type(String.class)
                        .paramLabel(option.valueName())
                        .description(option.help())
                        .setter(new Setter(option))
                        .build();
        };
    }

    private OptionSpec off(TrainingOption option, String name, String words) {
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
