package io.jointae.torch;

import io.jointae.stack.Examples;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/** Arithmetic and examples for tests. */
final class TorchFixtures {

    private TorchFixtures() {}

    /** Returns the arithmetic of the engine that {@code torch-cpu} names. */
    static TorchElementWise torch(DataType type) {
        return (TorchElementWise) Engines.of(EngineKind.TORCH_CPU).open(type, Optional.empty());
    }

    /** Returns ND4J's arithmetic in double precision. */
    static ElementWise reference() {
        return Engines.of(EngineKind.ND4J).open(DataType.DOUBLE, Optional.empty());
    }

    /** Returns uniform random examples. */
    static Examples examples(int n, int width) {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> rows = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            float[] row = new float[width];
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextDouble();
            }
            rows.add(row);
        }
        return Examples.of(rows, width);
    }
}
