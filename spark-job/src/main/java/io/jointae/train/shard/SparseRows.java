package io.jointae.train.shard;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.feature.Scaling;
import io.jointae.feature.SparseRow;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Sparse training rows. They are scaled after they have been dealt to the workers, because a scaled row may have a
 * background as large as a row of all values.
 *
 * @param rows the unscaled values of each row by its id
 * @param scaling how the values become inputs of the stack
 * @param valuesPerRow the average number of stored values per row, from which the memory is estimated
 */
public record SparseRows(JavaPairRDD<Long, SparseRow> rows, Scaling scaling, double valuesPerRow) {

    /** Returns the rows of a split of a dataset that stores sparse vectors. */
    static SparseRows of(PreparedDataset data, Split split) {
        return new SparseRows(
                data.unscaled().exampleRows(split).mapToPair((Example row) -> new Tuple2<>(row.getId(), row.sparse())),
                data.scaling(),
                data.manifest().storedValuesPerRow(split));
    }
}
