package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.InputErrors;
import io.jointae.data.table.WideRows;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.column.ImageColumn;
import io.jointae.encode.column.InputColumns;
import io.jointae.encode.column.TableVector;
import io.jointae.encode.column.VectorColumn;
import io.jointae.feature.TableFeatures;
import io.jointae.model.ModelDirectory;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.stack.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A request whose model and input are open and fit each other.
 *
 * @param request what was asked for
 * @param model the model that encodes; of a classifier the stack whose top codes are the logits
 * @param classifies whether the model is a classifier, so that classes and probabilities are written
 * @param outputs what is computed for each row
 * @param corpus the rows to encode
 * @param vector the corpus' column of input vectors, or the columns from which they are assembled
 */
record ScoringPlan(
        ScoreRequest request,
        ModelDirectory model,
        boolean classifies,
        ScoringOutputs outputs,
        Corpus corpus,
        InputColumns vector) {

    /** The number of rows whose width is looked at before anything is computed. */
    private static final int WIDTH_SAMPLE = 20;

    /**
     * Opens the model and the input.
     *
     * @param errors collects what tasks find wrong with the input
     * @throws InvalidInputException if either cannot be read, or if they do not fit each other
     */
    static ScoringPlan open(SparkSession spark, ScoreRequest request, InputErrors errors) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        boolean classifies = ClassifierDirectory.isIn(conf, request.model());
        ModelDirectory model =
                classifies ? classifier(conf, request).logits() : ModelDirectory.read(conf, request.model());
        Architecture architecture = model.model().architecture();
        ScoreRequest.Columns columns = request.columns();
        int layer = columns.layer() == null ? architecture.depth() : columns.layer();
        ScoringOutputs outputs =
                new ScoringOutputs(layer, columns.reconstruction(), columns.reconstructionError()).check(architecture);
        InputFiles files = InputFiles.find(
                        JavaSparkContext.fromSparkContext(spark.sparkContext()), conf, request.inputs())
                .checkApartFrom(conf, request.output());
        TableFeatures features = model.card().data().features();
        ScoreInput input = request.input();
        checkSize(input, architecture.inputs());
        Corpus corpus = Corpus.open(WideRows.session(spark, architecture.inputs()), files, input, features, errors);
        StructType schema = corpus.table().schema();
        InputColumns vector = vector(request, features, schema, architecture.inputs());
        checkNames(request, classifies, vector, schema);
        ScoringPlan plan = new ScoringPlan(request, model, classifies, outputs, corpus, vector);
        plan.checkWidth();
        return plan;
    }

    private static ClassifierDirectory classifier(Configuration conf, ScoreRequest request) throws IOException {
        ScoreRequest.Columns columns = request.columns();
        if (columns.layer() != null || columns.reconstruction() || columns.reconstructionError()) {
            throw InvalidInputException.ofField(
                    "model",
                    "%s is a classifier, which has neither codes of layers nor reconstructions: leave out %s, %s and %s, or"
                            + " choose the model from which it was fine-tuned.",
                    request.model(),
                    FieldName.of("layer"),
                    FieldName.of("reconstruction"),
                    FieldName.of("reconstructionError"));
        }
        return ClassifierDirectory.read(conf, request.model());
    }

    private static void checkSize(ScoreInput input, int inputs) {
        if (input.size() != null && input.size().size() != inputs) {
            throw InvalidInputException.ofField(
                    "size",
                    "%s gives %s per image, but the model has %s: choose the size that the dataset of the"
                            + " model has.",
                    input.size(),
                    Count.of(input.size().size(), "value"),
                    Count.of(inputs, "input"));
        }
    }

    private static InputColumns vector(ScoreRequest request, TableFeatures features, StructType schema, int inputs) {
        String column = request.columns().column();
        ScoreInput input = request.input();
        boolean keepsColumns = !features.isNone();
        if (keepsColumns && !input.except().isEmpty()) {
            throw InvalidInputException.ofField(
                    "except", "is given, but the model keeps the names of its columns: leave it out.");
        }
        Optional<ImageColumn> image = ImageColumn.find(schema, column, input.size(), inputs);
        if (column != null) {
            return image.isPresent() ? image.get() : VectorColumn.of(schema, "column", column);
        }
        if (keepsColumns && (TableVector.fits(features, schema) || !VectorColumn.isIn(schema))) {
            return TableVector.of(features, schema);
        }
        if (input.except().isEmpty() && VectorColumn.isIn(schema)) {
            return VectorColumn.only(schema);
        }
        if (image.isPresent()) {
            return image.get();
        }
        boolean hasNumbers = Arrays.stream(schema.fields()).anyMatch(field -> TableVector.isNumber(field.dataType()));
        return hasNumbers ? TableVector.ofNumbers(schema, input.except(), inputs) : VectorColumn.only(schema);
    }

    private static void checkNames(ScoreRequest request, boolean classifies, InputColumns vector, StructType schema) {
        List<String> reserved = reservedNames(request, classifies);
        for (String name : schema.fieldNames()) {
            // Spark takes names that differ only in case for the same name.
            if (!vector.replaces(name) && reserved.stream().anyMatch(name::equalsIgnoreCase)) {
                throw InvalidInputException.ofField(
                        "input", "has a column %s, which is the name of a column to write: rename it.", name);
            }
        }
    }

    private static List<String> reservedNames(ScoreRequest request, boolean classifies) {
        List<String> reserved = new ArrayList<>(
                classifies ? List.of(ScoreRequest.CLASS, ScoreRequest.PROBABILITIES) : List.of(ScoreRequest.FEATURES));
        if (request.columns().reconstruction()) {
            reserved.add(ScoreRequest.RECONSTRUCTION);
        }
        if (request.columns().reconstructionError()) {
            reserved.add(ScoreRequest.RECONSTRUCTION_ERROR);
        }
        if (request.skipsInvalidRows()) {
            reserved.addAll(List.of(ScoreRequest.BAD_FILE, ScoreRequest.BAD_ROW, ScoreRequest.BAD_REASON));
        }
        return reserved;
    }

    /** Looks at a few rows: if none of them fits, the model is the wrong one and the job need not start. */
    private void checkWidth() {
        vector.checkWidth(inputs());
        if (!(vector instanceof VectorColumn column)) {
            return;
        }
        List<Integer> widths = Corpus.reading(() -> corpus.table()
                .limit(WIDTH_SAMPLE)
                .select(size(column.floats()).as("width"))
                .where(col("width").geq(0))
                .as(Encoders.INT())
                .collectAsList());
        if (!widths.isEmpty() && !widths.contains(inputs())) {
            throw InvalidInputException.ofField(
                    "model",
                    "%s has %s, but %s %s has rows of %s: choose the model that fits.",
                    request.model(),
                    Count.of(inputs(), "input"),
                    FieldName.of("input"),
                    String.join(",", request.inputs()),
                    Count.of(widths.get(0), "value"));
        }
    }

    /** Returns the number of the model's inputs. */
    int inputs() {
        return model.model().architecture().inputs();
    }

    /** Returns the layer whose code is written; null for a classifier. */
    Integer layer() {
        return classifies ? null : outputs.layer();
    }

    /** Describes the job in Spark's web interface. */
    String describe() {
        return "score " + String.join(",", request.inputs()) + " with "
                + model.card().name() + (classifies ? " as a classifier" : ", layer " + outputs.layer());
    }
}
