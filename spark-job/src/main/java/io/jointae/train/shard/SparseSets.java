package io.jointae.train.shard;

import io.jointae.data.Example;
import io.jointae.feature.Scaling;
import io.jointae.feature.SparseRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/** Groups sparse rows into {@code DataSet}s while they are consumed, and scales them. */
final class SparseSets implements Iterator<DataSet> {

    private final Iterator<Tuple2<Long, SparseRow>> rows;
    private final int width;
    private final Scaling scaling;
    private final float[] background;

    private SparseSets(Iterator<Tuple2<Long, SparseRow>> rows, int width, Scaling scaling) {
        this.rows = rows;
        this.width = width;
        this.scaling = scaling;
        this.background = scaling.background();
    }

    /**
     * Returns the rows of each partition as sets, in their order.
     *
     * @param rows the unscaled rows by their ids
     * @param width the number of values per row
     */
    static JavaRDD<DataSet> of(JavaPairRDD<Long, SparseRow> rows, int width, Scaling scaling) {
        return rows.mapPartitions(part -> new SparseSets(part, width, scaling));
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public DataSet next() {
        List<Example> examples = new ArrayList<>();
        while (examples.size() < ResidentData.ROWS_PER_DATA_SET && rows.hasNext()) {
            Tuple2<Long, SparseRow> row = rows.next();
            examples.add(Example.ofSparse(row._1(), Example.UNLABELED, scaling.apply(row._2(), background)));
        }
        return new SparseSet(examples, width);
    }

    /** A set whose rows stay sparse. Its arrays have all values and are made when a reader asks for them. */
    static final class SparseSet extends DataSet {

        private static final long serialVersionUID = 1;

        /** A set never leaves its task, so it is never serialized. */
        private final transient List<Example> rows;

        private final int width;

        SparseSet(List<Example> rows, int width) {
            this.rows = rows;
            this.width = width;
            setExampleMetaData(rows.stream().map(Example::getId).toList());
        }

        List<Example> rows() {
            return rows;
        }

        @Override
        public int numExamples() {
            return rows.size();
        }

        @Override
        public INDArray getFeatures() {
            float[] values = new float[rows.size() * width];
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).copyTo(values, i * width);
            }
            return Nd4j.create(values, new long[] {rows.size(), width}, 'c');
        }

        @Override
        public INDArray getLabels() {
            return getFeatures();
        }
    }
}
