package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import io.jointae.data.Manifest;
import io.jointae.data.SourceFile;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a dataset's rows come from, which decides whether its cells can match the paper's one to one. */
public enum DataOrigin {

    /** The rows were read from the files that the paper used. */
    OFFICIAL,

    /** The rows were generated again from the published recipe: other rows of the same kind. */
    REGENERATED,

    /** The rows were accepted as a dataset of the paper although they are not known to be the official ones. */
    UNVERIFIED,

    /** The rows are the user's own data. */
    OWN;

    /**
     * Returns the origin of a prepared dataset.
     *
     * <p>A manifest that is marked as unverified says so itself. The manifest of a user's own data lists files without a hash, whether or not a split was drawn with a seed. A
     * dataset of the paper that was generated has a seed, even if it was generated from official files. A dataset of
     * the paper that was read is official if all its files have the published hash. Any other dataset, such as one
     * that was read from changed copies of the MNIST files, counts as the user's own.
     *
     * @param manifest manifest of the prepared dataset
     * @return the origin of its rows
     */
    public static DataOrigin of(Manifest manifest) {
        if (!manifest.sources().stream().allMatch(SourceFile::hashed)) {
            return OWN;
        }
        if (manifest.unverified()) {
            return UNVERIFIED;
        }
        if (manifest.seed() != null) {
            return REGENERATED;
        }
        boolean official =
                !manifest.sources().isEmpty() && manifest.sources().stream().allMatch(SourceFile::official);
        return official ? OFFICIAL : OWN;
    }

    /** Returns the name that the store writes. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the origin that the store writes as the given text; empty if there is none. */
    static Optional<DataOrigin> find(String id) {
        return Stream.of(values()).filter(origin -> origin.id().equals(id)).findFirst();
    }
}
