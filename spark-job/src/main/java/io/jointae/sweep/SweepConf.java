package io.jointae.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jointae.base.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a sweep's file says, defaults filled in: every combination of the lists is a trial.
 *
 * @param name of the sweep, for people
 * @param data folder with the prepared datasets, {@code data/NAME} each; any Hadoop path
 * @param datasets folder names below {@code data}
 * @param kinds ae, dae, cae
 * @param schemes L, J, U, UJ, scheduled, summed
 * @param layers depths
 * @param learningRates grid of the learning rate
 * @param noise grid of denoising kinds
 * @param contraction grid of contractive kinds
 * @param weightDecay grid of plain kinds
 * @param seeds one trial each
 * @param evaluations svm, reconstruct, parzen, finetune
 * @param hidden units of each layer
 * @param batchSize examples a step
 * @param epochs of each phase
 * @param svmCosts grid of the linear SVM's C, chosen on validation rows within each trial
 */
public record SweepConf(
        String name,
        String data,
        List<String> datasets,
        List<String> kinds,
        List<String> schemes,
        List<Integer> layers,
        @JsonProperty("learning-rate") List<Double> learningRates,
        List<Double> noise,
        List<Double> contraction,
        @JsonProperty("weight-decay") List<Double> weightDecay,
        List<Long> seeds,
        List<String> evaluations,
        Integer hidden,
        @JsonProperty("batch-size") Integer batchSize,
        Integer epochs,
        @JsonProperty("svm-costs") List<Double> svmCosts) {

    private static final List<Double> PAPER_RATES = List.of(0.001, 0.005, 0.01, 0.02);
    private static final List<Double> PAPER_NOISE = List.of(0.1, 0.3, 0.5, 0.7, 0.9);
    private static final List<Double> PAPER_CONTRACTION = List.of(0.01, 0.05, 0.15, 0.3, 0.6);

    /** The paper does not state its grid for L2. */
    private static final List<Double> WEIGHT_DECAY = List.of(1e-5, 1e-4, 1e-3, 1e-2);

    private static final List<Double> COSTS = List.of(0.001, 0.01, 0.1, 1.0, 10.0, 100.0);

    public SweepConf {
        Objects.requireNonNull(name, "name");
        data = data == null ? "data" : data;
        datasets = required("datasets", datasets);
        kinds = required("kinds", kinds);
        schemes = required("schemes", schemes);
        layers = required("layers", layers);
        learningRates = orElse("learning-rate", learningRates, PAPER_RATES);
        noise = orElse("noise", noise, PAPER_NOISE);
        contraction = orElse("contraction", contraction, PAPER_CONTRACTION);
        weightDecay = orElse("weight-decay", weightDecay, WEIGHT_DECAY);
        seeds = orElse("seeds", seeds, List.of(1L));
        evaluations = orElse("evaluations", evaluations, List.of("svm"));
        hidden = hidden == null ? 1000 : hidden;
        batchSize = batchSize == null ? 100 : batchSize;
        epochs = epochs == null ? 300 : epochs;
        svmCosts = orElse("svm-costs", svmCosts, COSTS);
    }

    /**
     * Reads a file of any Hadoop file system: one grid, or several with {@code ---} between them.
     *
     * @throws BadInput naming the file, the key and the mend
     */
    public static List<SweepConf> read(Configuration conf, String file) throws IOException {
        Path path = new Path(file);
        if (!path.getFileSystem(conf).exists(path)) {
            throw BadInput.of(
                    "%s: no such file; the paper's own sweeps are conf/paper/table-1.yaml to table-7.yaml", file);
        }
        try (InputStream in = path.getFileSystem(conf).open(path)) {
            return read(in, file);
        }
    }

    /** As above; {@code file} is the name in messages. */
    public static List<SweepConf> read(InputStream in, String file) throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        try (MappingIterator<SweepConf> grids = yaml.readerFor(SweepConf.class).readValues(in)) {
            List<SweepConf> all = grids.readAll();
            if (all.isEmpty()) {
                throw BadInput.of("%s: empty; give at least datasets, kinds, schemes and layers", file);
            }
            return all;
        } catch (UnrecognizedPropertyException e) {
            throw BadInput.of("%s: unknown key %s; did you mean %s?", file, e.getPropertyName(), nearest(e));
        } catch (MismatchedInputException e) {
            throw new BadInput(file + ": " + where(e) + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            BadInput mistake = behind(e);
            throw mistake == null
                    ? new BadInput(file + ": not valid YAML: " + e.getOriginalMessage(), e)
                    : BadInput.of("%s: %s", file, mistake.getMessage());
        }
    }

    /** This grid over data in another folder. */
    public SweepConf in(String folder) {
        return new SweepConf(
                name,
                folder,
                datasets,
                kinds,
                schemes,
                layers,
                learningRates,
                noise,
                contraction,
                weightDecay,
                seeds,
                evaluations,
                hidden,
                batchSize,
                epochs,
                svmCosts);
    }

    private static String nearest(UnrecognizedPropertyException e) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return e.getKnownPropertyIds().stream()
                .map(Object::toString)
                .min(Comparator.comparing(known -> distance.apply(known, e.getPropertyName())))
                .orElseThrow();
    }

    private static String where(MismatchedInputException e) {
        return e.getPath().isEmpty() ? "" : "key " + e.getPath().get(0).getFieldName() + ": ";
    }

    private static BadInput behind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadInput mistake) {
                return mistake;
            }
        }
        return null;
    }

    private static <T> List<T> required(String key, List<T> values) {
        if (values == null) {
            throw BadInput.of("key %s is missing: give at least one value", key);
        }
        return orElse(key, values, List.of());
    }

    private static <T> List<T> orElse(String key, List<T> values, List<T> otherwise) {
        if (values == null) {
            return otherwise;
        }
        if (values.isEmpty()) {
            throw BadInput.of("key %s is an empty grid: give at least one value, or leave it out", key);
        }
        return List.copyOf(values);
    }
}
