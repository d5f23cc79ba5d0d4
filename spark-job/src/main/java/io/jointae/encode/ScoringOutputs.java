package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Says what is computed for each row.
 *
 * @param layer the layer whose code becomes the features and from which a row is reconstructed: 1 is the lowest, the
 *     depth of the stack is the top one
 * @param reconstruction whether to return the reconstruction of the row
 * @param error whether to return the cost of the reconstruction
 */
@DefaultSerializer(JavaSerializer.class)
public record ScoringOutputs(int layer, boolean reconstruction, boolean error) implements Serializable {

    /** A column that is computed. */
    public enum Computed {
        /** The code, {@code [units of the layer]}; null for an invalid row that is kept. */
        FEATURES(DataTypes.createArrayType(DataTypes.FloatType, false)),
        /** The reconstruction of the input, {@code [inputs]}. */
        RECONSTRUCTION(DataTypes.createArrayType(DataTypes.FloatType, false)),
        /**
         * The reconstruction's cost: by the model's loss, in nats or as a sum of squared differences; for a model with a
         * scaling, always the sum of squared differences in the units of the data.
         */
        ERROR(DataTypes.DoubleType);

        private final DataType type;

        Computed(DataType type) {
            this.type = type;
        }

        /** Returns the type of the column. */
        DataType type() {
            return type;
        }
    }

    /** Returns the columns that are computed, in their order. */
    public List<Computed> columns() {
        List<Computed> columns = new ArrayList<>(List.of(Computed.FEATURES));
        if (reconstruction) {
            columns.add(Computed.RECONSTRUCTION);
        }
        if (error) {
            columns.add(Computed.ERROR);
        }
        return columns;
    }

    /**
     * Returns this value after checking it against a stack.
     *
     * @throws InvalidInputException if the stack has no such layer
     */
    public ScoringOutputs check(Architecture architecture) {
        if (layer < 1 || layer > architecture.depth()) {
            throw InvalidInputException.ofField(
                    "layer", "%d does not exist: choose 1 to %d.", layer, architecture.depth());
        }
        return this;
    }
}
