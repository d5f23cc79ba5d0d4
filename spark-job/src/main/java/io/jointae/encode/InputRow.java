package io.jointae.encode;

import java.io.Serializable;

/**
 * What is scored of one row. A bean, because Spark's encoder fills it without boxing each number.
 */
public final class InputRow implements Serializable {

    private float[] values;

    /** [inputs], null where the row is null, NaN for null elements. */
    public float[] getValues() {
        return values;
    }

    public void setValues(float[] values) {
        this.values = values;
    }
}
