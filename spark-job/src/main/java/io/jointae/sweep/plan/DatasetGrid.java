package io.jointae.sweep.plan;

import java.util.List;
import java.util.Objects;

/**
 * The datasets of a sweep.
 *
 * @param folder folder with the prepared datasets; any path that Hadoop can read
 * @param names names of the datasets, each of which is a folder within {@code folder}
 */
public record DatasetGrid(String folder, List<String> names) {

    /** The folder of a sweep file that names none. */
    public static final String DEFAULT_FOLDER = "data";

    /** @throws io.jointae.base.InvalidInputException if there are no names */
    public DatasetGrid {
        Objects.requireNonNull(folder, "folder");
        names = GridValues.distinct("datasets", names);
    }

    /** Returns the folder of each dataset. */
    List<String> directories() {
        return names.stream().map(name -> folder + "/" + name).toList();
    }
}
