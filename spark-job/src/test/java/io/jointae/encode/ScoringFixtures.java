package io.jointae.encode;

import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small models, rows, and the plain forward pass that everything is compared with. */
public final class ScoringFixtures {

    public static final int INPUTS = 12;
    public static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("name", DataTypes.StringType)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType))
            .add("day", DataTypes.IntegerType);

    private ScoringFixtures() {}

    /** Three layers, biases that are not zero. */
    public static ModelDirectory model() {
        return model(INPUTS, 7, 5, 3);
    }

    public static ModelDirectory model(int inputs, int... units) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int width : units) {
            layers.add(LayerSpec.plain(width));
        }
        Architecture architecture = Architecture.paper(inputs, layers);
        float[] parameters = StackModel.initial(architecture, 5).parameters().clone();
        ParameterLayout layout = new ParameterLayout(architecture);
        for (int layer = 0; layer < units.length; layer++) {
            for (long at = layout.part(layer).b(); at < layout.part(layer).end(); at++) {
                parameters[(int) at] += (float) Math.sin(at);
            }
        }
        StackModel stack = new StackModel(architecture, parameters);
        ModelCard.Data data = new ModelCard.Data("test", "none", "none", 1);
        return new ModelDirectory(
                stack,
                LayerUpdaters.uniform(Updater.RMSPROP, 0.001, units.length),
                new ModelCard(
                        new ModelCard.Identity("AE-3J", "J", "ae"),
                        data,
                        new TreeMap<>(),
                        5,
                        new ModelCard.Run(new TreeMap<>(), "2026-01-01T00:00:00Z", 0),
                        new ModelCard.Result(ModelDirectory.hash(parameters), List.of())));
    }

    public static float[] pixels(long id, int width) {
        SplittableRandom random = new SplittableRandom(id);
        float[] row = new float[width];
        for (int i = 0; i < width; i++) {
            row[i] = (float) random.nextDouble();
        }
        return row;
    }

    public static Row row(long id) {
        return row(id, boxed(pixels(id, INPUTS)));
    }

    public static Row row(long id, List<Float> pixels) {
        return RowFactory.create(id, "row " + id, pixels == null ? null : pixels.toArray(new Float[0]), (int) (id % 3));
    }

    /** Rows 0 to n - 1 of {@link #SCHEMA}. */
    public static Dataset<Row> table(SparkSession spark, int n) {
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < n; id++) {
            rows.add(row(id));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    public static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** {@code h_layer} in double precision, a loop a sum: {@code h_(i+1) = logistic(W' h_i + b)}. */
    public static double[] code(StackModel model, float[] row, int layer) {
        ParameterLayout layout = new ParameterLayout(model.architecture());
        double[] h = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            h[i] = row[i];
        }
        for (int l = 0; l < layer; l++) {
            ParameterLayout.Part part = layout.part(l);
            double[] above = new double[part.out()];
            for (int j = 0; j < part.out(); j++) {
                double z = model.parameters()[(int) part.b() + j];
                for (int i = 0; i < part.in(); i++) {
                    z += (double) model.parameters()[(int) part.w() + j * part.in() + i] * h[i];
                }
                above[j] = Activation.LOGISTIC.value(z);
            }
            h = above;
        }
        return h;
    }

    /** The reconstruction of a row through the lowest layers, tied weights. */
    public static double[] reconstruction(StackModel model, float[] row, int layer) {
        ParameterLayout layout = new ParameterLayout(model.architecture());
        double[] h = code(model, row, layer);
        for (int l = layer - 1; l >= 0; l--) {
            ParameterLayout.Part part = layout.part(l);
            double[] below = new double[part.in()];
            for (int i = 0; i < part.in(); i++) {
                double z = model.parameters()[(int) part.c() + i];
                for (int j = 0; j < part.out(); j++) {
                    z += (double) model.parameters()[(int) part.w() + j * part.in() + i] * h[j];
                }
                below[i] = Activation.LOGISTIC.value(z);
            }
            h = below;
        }
        return h;
    }

    public static double[] doubles(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).toArray();
    }
}
