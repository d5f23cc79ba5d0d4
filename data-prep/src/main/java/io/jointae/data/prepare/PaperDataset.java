package io.jointae.data.prepare;

import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A dataset of the paper.
 *
 * @param command its name on the command line and as a folder, such as {@code rectangles}
 * @param paper its name in the paper's tables, such as {@code rect}
 * @param classes labels are 0 to classes - 1
 * @param counts rows of each split in the paper
 * @param archive the official file; null for MNIST, which has four
 * @param kind how it is made where there is no official file
 * @param recipe the same in words
 * @param citation of who made it
 */
public record PaperDataset(
        String command,
        String paper,
        Shape shape,
        int classes,
        Map<Split, Long> counts,
        Archive archive,
        RecipeKind kind,
        String recipe,
        String citation) {

    public PaperDataset {
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    public long count(Split split) {
        return counts.get(split);
    }

    /** Rows of the official training file, validation included. */
    public long trainAndValid() {
        return count(Split.TRAIN) + count(Split.VALID);
    }
}
