package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import java.util.Objects;

/**
 * The request to prepare the user's own data.
 *
 * <p>{@value #SPLIT_RULE}
 *
 * @param name the name of the dataset and of its folder
 * @param input the source and how to read it
 * @param shares the shares of rows for splits that the source does not have
 * @param output where and how the dataset is written
 */
public record CustomDatasetRequest(String name, CustomInput input, SplitShares shares, DatasetOutput output) {

    /** The rule by which the splits of a source are recognized, for documentation and help texts. */
    public static final String SPLIT_RULE =
            "A source has its own splits if it is a folder with subfolders or files named train, valid (or validation) and"
                    + " test, such as train.csv, test/ or split=train/; for IDX, files that start with train-images,"
                    + " valid-images and test-images or t10k-images. A missing valid or test split is drawn at random"
                    + " from train. A source without such names is train as a whole.";

    /** Checks the values. */
    public CustomDatasetRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(shares, "shares");
        Objects.requireNonNull(output, "output");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw InvalidInputException.of(
                    "'%s' cannot be the name of a dataset: use letters, digits, '.', '_' and '-'.", name);
        }
    }

    /** Returns the path of the dataset's own folder. */
    public String target() {
        return output.target(name);
    }
}
