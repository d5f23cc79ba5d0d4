package io.jointae.stack.engine;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.compute.ElementWise;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds the engines on the class path. */
public final class Engines {

    private Engines() {}

    /** Returns whether a jar on the class path has the engine of a kind. */
    public static boolean isPresent(EngineKind kind) {
        return kind == EngineKind.ND4J || find(kind).isPresent();
    }

    /**
     * Returns the engine of a kind. Its library is not loaded yet.
     *
     * @throws InvalidInputException if no jar on the class path has it
     */
    public static Engine of(EngineKind kind) {
        if (kind == EngineKind.ND4J) {
            return new Nd4jEngine();
        }
        return find(kind)
                .orElseThrow(() -> InvalidInputException.ofField(
                        "engine",
                        "%s is not on the class path: add the jar of the module torch-engine to spark.jars, or set %s to %s.",
                        kind.optionName(),
                        FieldName.of("engine"),
                        EngineKind.ND4J.optionName()));
    }

    private static Optional<Engine> find(EngineKind kind) {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = ofThread == null ? Engines.class.getClassLoader() : ofThread;
        return ServiceLoader.load(Engine.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(engine -> engine.kind() == kind)
                .findFirst();
    }

    private static final class Nd4jEngine implements Engine {

        @Override
        public EngineKind kind() {
            return EngineKind.ND4J;
        }

        @Override
        public List<ElementWise> open(DataType type, Optional<String> device, int replicas) {
            return Stream.generate(() -> ElementWise.of(type)).limit(replicas).toList();
        }
    }
}
