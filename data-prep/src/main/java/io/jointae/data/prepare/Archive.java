package io.jointae.data.prepare;

import java.util.List;

/**
 * The official file of a dataset: a zip with one {@code .amat} file for test, whose name ends in {@code test.amat}, and
 * another one for training and validation.
 *
 * @param file the name of the zip, such as {@code rectangles.zip}
 * @param stem the names of the {@code .amat} files without their ending, such as {@code rectangles} for {@code
 *     rectangles_train.amat} and {@code rectangles_test.amat}
 * @param sha1 the SHA-1 of the bytes of the zip, in hexadecimal
 * @param rows the hash in the manifest of a dataset that has exactly the official rows; null if it is not known
 */
public record Archive(String file, String stem, String sha1, String rows) {

    /** Returns the names that the extracted training file may have. */
    List<String> trainNames() {
        return List.of(stem + "_train.amat", stem + "_train_valid.amat");
    }

    /** Returns the paths that the extracted test file may have. */
    List<String> testNames() {
        return List.of(stem + "_test.amat", "50k/" + stem + "_test.amat");
    }
}
