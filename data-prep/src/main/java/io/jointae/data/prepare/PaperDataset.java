package io.jointae.data.prepare;

import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.util.Map;

/**
 * A dataset of the paper.
 *
 * @param id the name of the dataset and of its folder, such as {@code rectangles}
 * @param paperName the name in the paper's tables, such as {@code rect}
 * @param size the shape of a row, the number of classes and the number of rows
 * @param archive the official file; null for MNIST, which has four files
 * @param recipe how the dataset is generated without an official file
 * @param citation the publication of the dataset
 */
public record PaperDataset(
        String id, String paperName, DatasetSize size, Archive archive, RecipeKind recipe, String citation) {

    /** Returns the shape of a row's pixels. */
    public Shape shape() {
        return size.shape();
    }

    /** Returns the number of classes; labels are 0 to classes - 1. */
    public int classes() {
        return size.classes();
    }

    /** Returns the number of rows per split in the paper. */
    public Map<Split, Long> counts() {
        return size.counts();
    }

    /** Returns the number of rows of a split in the paper. */
    public long count(Split split) {
        return counts().get(split);
    }

    /** Returns the number of rows of the official training file, which includes the validation rows. */
    public long trainAndValid() {
        return count(Split.TRAIN) + count(Split.VALID);
    }
}
