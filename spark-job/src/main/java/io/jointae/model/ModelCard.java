package io.jointae.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jointae.feature.Scaling;
import io.jointae.feature.TableFeatures;
import io.jointae.statistics.CodeStatistics;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The provenance of a model: everything that is needed to train it again, and how its training went. It is stored as
 * {@code model.json} next to {@code network.zip}.
 *
 * @param format version of the stored form, at most {@link #FORMAT}
 * @param identity what the model is called
 * @param data the data that it was trained on
 * @param options all training options by name without dashes, defaults included
 * @param seed the seed of initial weights, corruption and order of examples
 * @param run when, where and for how long it was trained
 * @param result what the training produced
 */
@JsonSerialize(converter = ModelCardJson.FromRecord.class)
@JsonDeserialize(converter = ModelCardJson.ToRecord.class)
public record ModelCard(
        int format,
        Identity identity,
        Data data,
        SortedMap<String, String> options,
        long seed,
        Run run,
        Result result) {

    /** The version of the stored form that this code writes; it reads this and all earlier versions. */
    public static final int FORMAT = 1;

    /**
     * The name of a model and its parts.
     *
     * @param name as the paper writes it, such as {@code DAE-2J}
     * @param scheme the training scheme: L, J, U, UJ, scheduled or summed
     * @param kind the kind of auto-encoder: ae, dae or cae, or several joined by {@code +}
     */
    public record Identity(String name, String scheme, String kind) {

        public Identity {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The dataset that a model was trained on.
     *
     * @param name of the dataset
     * @param path the folder that it was read from
     * @param hash of its content, from its manifest
     * @param train number of training examples
     * @param scaling how values become inputs of the network; every use of the model applies it
     * @param features how the columns of a table become values
     */
    public record Data(
            String name,
            String path,
            String hash,
            long train,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Scaling.IsNone.class)
            Scaling scaling,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TableFeatures.IsNone.class)
            TableFeatures features) {

        public Data {
            // Cards of earlier versions state neither.
            scaling = scaling == null ? Scaling.NONE : scaling;
            features = features == null ? TableFeatures.NONE : features;
        }

        /** Describes a dataset whose values are inputs as they are. */
        public Data(String name, String path, String hash, long train) {
            this(name, path, hash, train, Scaling.NONE, TableFeatures.NONE);
        }
    }

    /**
     * The circumstances of a training run.
     *
     * @param environment versions of code, Java, Spark and native libraries, and the processor
     * @param started ISO-8601 instant; for a resumed run, the instant at which it resumed
     * @param seconds wall-clock seconds of training, including those before an interruption
     */
    public record Run(SortedMap<String, String> environment, String started, double seconds) {}

    /**
     * The product of a training run.
     *
     * @param parameters SHA-256 of the flat parameters in hexadecimal, see {@link ModelDirectory#hash}
     * @param history one record per epoch, in order
     * @param codes how much the codes of the training data vary at the end; null where that was not measured
     */
    public record Result(String parameters, List<EpochRecord> history, CodeStatistics codes) {

        public Result {
            history = List.copyOf(history);
        }

        /** Describes the product of a run at whose end the codes were not measured. */
        public Result(String parameters, List<EpochRecord> history) {
            this(parameters, history, null);
        }
    }

    public ModelCard {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(result, "result");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** Describes a model in the current format. */
    public ModelCard(
            Identity identity, Data data, SortedMap<String, String> options, long seed, Run run, Result result) {
        this(FORMAT, identity, data, options, seed, run, result);
    }

    /** Returns the card of a network that was trained further: with other options and another result. */
    public ModelCard with(SortedMap<String, String> otherOptions, Result otherResult) {
        return new ModelCard(format, identity, data, otherOptions, seed, run, otherResult);
    }

    /** Returns the model's name as the paper writes it, such as {@code DAE-2J}. */
    public String name() {
        return identity.name();
    }

    /** Returns the training scheme, such as {@code J}. */
    public String scheme() {
        return identity.scheme();
    }

    /** Returns the kind of auto-encoder, such as {@code dae}. */
    public String kind() {
        return identity.kind();
    }

    /** Returns how values of the data become inputs of the network. */
    public Scaling scaling() {
        return data.scaling();
    }

    /** Returns the wall-clock seconds of training. */
    public double seconds() {
        return run.seconds();
    }

    /** Returns the SHA-256 of the flat parameters in hexadecimal. */
    public String parameters() {
        return result.parameters();
    }

    /** Returns how much the codes of the training data vary; null where that was not measured. */
    public CodeStatistics codes() {
        return result.codes();
    }

    /** Returns one record per epoch, in order. */
    public List<EpochRecord> history() {
        return result.history();
    }
}
