package io.jointae.score;

import java.io.Serializable;

/**
 * What is scored of one row. A bean, because Spark's encoder fills it without a {@code Seq}; boxed, because a
 * Parquet array may hold nulls, which must be found and told.
 */
public final class InputRow implements Serializable {

    private Float[] values;

    /** [inputs], null or with null elements where the row is bad. */
    public Float[] getValues() {
        return values;
    }

    public void setValues(Float[] values) {
        this.values = values;
    }
}
