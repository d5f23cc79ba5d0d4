package io.jointae.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * Where a model comes from: all that is needed to train it again, and how its training went. Stored as
 * {@code model.json} beside {@code network.zip}.
 *
 * @param format version of this record's form, {@link #FORMAT}
 * @param name as the paper writes it, such as {@code DAE-2J}
 * @param scheme L, J, U, UJ, ...
 * @param kind ae, dae, cae, or mixed
 * @param data what it was trained on
 * @param options of the command line, by name without dashes, defaults written out
 * @param seed of initial weights, noise and order
 * @param environment versions and machine: code, Java, Spark, processor, native library
 * @param started ISO-8601 instant; of a resumed run, when it went on
 * @param seconds wall time of training, what a resumed run did before included
 * @param parameters SHA-256 of the flat parameters
 * @param history one entry an evaluated epoch
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCard(
        int format,
        String name,
        String scheme,
        String kind,
        Data data,
        SortedMap<String, String> options,
        long seed,
        SortedMap<String, String> environment,
        String started,
        double seconds,
        String parameters,
        List<EpochRecord> history) {

    /** The form that this version writes; it reads this and all before. */
    public static final int FORMAT = 1;

    /**
     * @param name of the dataset
     * @param path it was read from
     * @param hash of its content, from its manifest
     * @param train examples trained on
     */
    public record Data(String name, String path, String hash, long train) {}

    public ModelCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
        history = List.copyOf(history);
    }
}
