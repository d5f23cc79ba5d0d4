package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose how codes and reconstructions are computed. */
@ShownUnder(HelpSection.EXECUTION)
public final class ArithmeticOptions {

    /** A sentence for the help of commands that compute more than codes and reconstructions. */
    public static final String SCOPE = "The options --engine and --precision choose how codes and reconstructions are"
            + " computed; all other computations are in single precision.";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nd4j",
            converter = EngineConverter.class,
            description =
                    "Selects the library that computes codes and reconstructions. The torch engines need jars that"
                            + " the application does not contain. It must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32."
                            + " Default: ${DEFAULT-VALUE}.")
    private EngineKind engine;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "float",
            converter = PrecisionConverter.class,
            description = Precision.HELP + " It must be float, bfloat16 or auto. Default: ${DEFAULT-VALUE}.")
    private Precision precision;

    /** Reads the name of an engine. */
    public static final class EngineConverter implements ITypeConverter<EngineKind> {
        @Override
        public EngineKind convert(String name) {
            return Stream.of(EngineKind.values())
                    .filter(kind -> kind.optionName().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + name + "' is invalid: it must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32"));
        }
    }

    /** Reads the name of a precision. */
    static final class PrecisionConverter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String name) {
            return Stream.of(Precision.values())
                    .filter(each -> each.optionName().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + name + "' is invalid: it must be float, bfloat16 or auto"));
        }
    }

    /**
     * Returns the chosen arithmetic.
     *
     * @throws InvalidInputException if the jar of the engine is not on the class path, or if the engine does not have the
     *     precision
     */
    public Arithmetic arithmetic() {
        Arithmetic arithmetic = Arithmetic.of(engine, precision);
        arithmetic.checkPresent();
        return arithmetic;
    }
}
