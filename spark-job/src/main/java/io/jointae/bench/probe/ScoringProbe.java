package io.jointae.bench.probe;

import io.jointae.data.table.WideRows;
import io.jointae.encode.EncodedTable;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.column.InputRow;
import io.jointae.encode.column.VectorColumn;
import io.jointae.linalg.Matrix;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.score.parquet.FeatureFormat;
import io.jointae.stack.Architecture;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Scores generated rows with an untrained stack of 784-1000-1000 units by the steps of the command {@code score}. */
public final class ScoringProbe {

    /** The number of rows of a forward pass. */
    public static final int BATCH = ForwardPassPool.DEFAULT_BATCH_SIZE;

    private static final int INPUTS = 784;
    private static final int UNITS = 1000;
    private static final int DEPTH = 2;

    private ScoringProbe() {}

    /** Returns rows of gray levels that tasks generate from the row ids. The rows are not stored. */
    public static Dataset<Row> generatedRows(SparkSession spark, long rows, int partitions) {
        return spark.range(0, rows, 1, partitions)
                .map((MapFunction<Long, InputRow>) ScoringProbe::row, Encoders.bean(InputRow.class))
                .selectExpr("monotonically_increasing_id() as id", "values as pixels");
    }

    private static InputRow row(long id) {
        float[] pixels = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            pixels[i] = (int) (256 * CounterRandom.uniform(id, i)) / 255f;
        }
        InputRow row = new InputRow();
        row.setValues(pixels);
        return row;
    }

    /** Reads a table of {@link #generatedRows} from Parquet files as {@code score} does. */
    public static Dataset<Row> read(SparkSession spark, String folder) {
        return WideRows.session(spark, INPUTS).read().parquet(folder);
    }

    /** Returns the rows with their codes, as {@code score} computes them. */
    public static Dataset<Row> features(Dataset<Row> rows, Arithmetic arithmetic) {
        ForwardPassPool passes = new ForwardPassPool(model(), BATCH, arithmetic);
        PartitionScoring scoring = new PartitionScoring(
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
                        .broadcast(passes),
                new ScoringOutputs(DEPTH, false, false),
                new InvalidRowHandling(InvalidRowPolicy.ERROR, "invalidRows", RowLocation.inTable(), null),
                null);
        return EncodedTable.withFeatures(rows, VectorColumn.only(rows.schema()), scoring, OutputType.ARRAY, "features")
                .select("id", "features");
    }

    private static ModelDirectory model() {
        StackModel stack = StackModel.initial(Architecture.paper(INPUTS, DEPTH, LayerSpec.plain(UNITS)), 1);
        ModelCard card = new ModelCard(
                new ModelCard.Identity("AE-2", "none", "ae"),
                new ModelCard.Data("bench", "none", "none", 0),
                new TreeMap<>(),
                1,
                new ModelCard.Run(new TreeMap<>(), "untrained", 0),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        return new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.001, DEPTH), card);
    }

    /** Writes rows as {@code score} does, in place of an earlier table. */
    public static void write(Dataset<Row> rows, String folder) {
        rows.write().format(FeatureFormat.NAME).mode("overwrite").save(folder);
    }

    /** Computes all rows and drops them. */
    public static void discard(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    /** Computes only the two matrix products of every batch. The threads take the batches in turn. */
    public static void products(int batches, int threads, Arithmetic arithmetic) {
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            workers.add(new Thread(() -> products(first, batches, threads, arithmetic.open(Optional.empty()))));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The benchmark was interrupted.", e);
            }
        }
    }

    private static void products(int first, int batches, int threads, ElementWise ops) {
        Matrix lower = filled(ops, INPUTS, UNITS, 0.01f);
        Matrix upper = filled(ops, UNITS, UNITS, 0.01f);
        Matrix x = filled(ops, INPUTS, BATCH, 0.5f);
        Matrix h = filled(ops, UNITS, BATCH, 0);
        Matrix code = filled(ops, UNITS, BATCH, 0);
        for (int b = first; b < batches; b += threads) {
            h.product(lower, true, x, false, 0);
            code.product(upper, true, h, false, 0);
        }
        List.of(lower, upper, x, h, code).forEach(Matrix::close);
    }

    private static Matrix filled(ElementWise ops, int rows, int columns, float value) {
        Matrix matrix = ops.create(rows, columns);
        matrix.fill(value);
        return matrix;
    }
}
