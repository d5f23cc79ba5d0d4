package io.jointae.stack.engine;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.compute.ElementWise;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How steps and encodings are computed.
 *
 * @param engine the library
 * @param precision the precision of the factors of matrix products, which is not {@link Precision#AUTO}
 */
@DefaultSerializer(JavaSerializer.class)
public record Arithmetic(EngineKind engine, Precision precision) implements Serializable {

    /** ND4J in single precision, as in every version so far. */
    public static final Arithmetic DEFAULT = new Arithmetic(EngineKind.ND4J, Precision.FLOAT);

    /** @throws InvalidInputException if the engine does not have the precision */
    public Arithmetic {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(precision, "precision");
        if (precision == Precision.AUTO) {
            throw new IllegalArgumentException("The precision is still to be chosen.");
        }
        if (precision == Precision.BFLOAT16 && engine != EngineKind.ND4J) {
            throw InvalidInputException.ofField(
                    "precision",
                    "bfloat16 does not work with %s %s: set %s to %s, or %s to float.",
                    FieldName.of("engine"),
                    engine.optionName(),
                    FieldName.of("engine"),
                    EngineKind.ND4J.optionName(),
                    FieldName.of("precision"));
        }
    }

    /**
     * Returns the arithmetic of an engine, with a precision that the engine has if the choice is automatic.
     *
     * @param precision any precision; {@link Precision#AUTO} chooses by the processor of this process, and single precision
     *     for an engine other than ND4J
     */
    public static Arithmetic of(EngineKind engine, Precision precision) {
        boolean single = precision == Precision.AUTO && engine != EngineKind.ND4J;
        return new Arithmetic(engine, single ? Precision.FLOAT : precision.resolved(ProductUnits::ofThisProcess));
    }

    /** Returns the arithmetic of an engine in single precision. */
    public static Arithmetic of(EngineKind engine) {
        return new Arithmetic(engine, Precision.FLOAT);
    }

    /**
     * Returns the arithmetic of the same library for results whose errors must be those of single precision: the factors of
     * its products are not rounded.
     */
    public Arithmetic inFullPrecision() {
        return of(engine == EngineKind.TORCH_CUDA_TF32 ? EngineKind.TORCH_CUDA : engine);
    }

    /** @throws InvalidInputException if the jar of the engine is not on the class path */
    public void checkPresent() {
        Engines.of(engine);
    }

    /**
     * Checks that this process can compute so, as {@link #open} does.
     *
     * @throws InvalidInputException if the processor does not have the precision
     */
    public void checkProcessor() {
        if (precision == Precision.BFLOAT16) {
            ProductUnits.ofThisProcess().requireBfloat16();
        }
    }

    /**
     * Loads the library and returns its arithmetic on a device.
     *
     * @param device the address of the GPU that Spark assigned, a number from 0; empty on the processor, and for the first
     *     GPU of a machine without an assignment
     * @throws InvalidInputException if the library or the device is missing, or if the processor does not have the precision
     */
    public ElementWise open(Optional<String> device) {
        return open(device, 1).get(0);
    }

    /**
     * Loads the library as {@link #open(Optional)} does.
     *
     * @param replicas the number of replicas of one shape that train together, at least 1
     * @return the arithmetic of each replica; to close one closes all
     */
    public List<ElementWise> open(Optional<String> device, int replicas) {
        return precision == Precision.BFLOAT16
                ? Stream.generate(ElementWise::bfloat16).limit(replicas).toList()
                : Engines.of(engine).open(DataType.FLOAT, device, replicas);
    }

    /** Returns a text that follows the name of what is computed, such as {@code torch-cpu}; empty for {@link #DEFAULT}. */
    public String suffix() {
        String text = engine == EngineKind.ND4J ? "" : " " + engine.optionName();
        return precision == Precision.FLOAT ? text : text + " " + precision.optionName();
    }
}
