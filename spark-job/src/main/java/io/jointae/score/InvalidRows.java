package io.jointae.score;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.RowCheck;
import io.jointae.encode.column.InputRow;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Returns the invalid rows of a partition, each with the reason. The check is the same as for encoding.
 *
 * @param check the check that valid rows pass
 */
@DefaultSerializer(JavaSerializer.class)
record InvalidRows(RowCheck check) implements MapPartitionsFunction<Tuple2<Row, InputRow>, Tuple2<Row, String>> {

    @Override
    public Iterator<Tuple2<Row, String>> call(Iterator<Tuple2<Row, InputRow>> rows) {
        float[] scratch = new float[check.inputs()];
        return new Iterator<>() {
            private Tuple2<Row, String> ahead;

            @Override
            public boolean hasNext() {
                while (ahead == null && rows.hasNext()) {
                    Tuple2<Row, InputRow> row = rows.next();
                    String reason = check.copy(row._2(), scratch, 0);
                    if (reason != null) {
                        ahead = new Tuple2<>(row._1(), reason);
                    }
                }
                return ahead != null;
            }

            @Override
            public Tuple2<Row, String> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Tuple2<Row, String> row = ahead;
                ahead = null;
                return row;
            }
        };
    }
}
