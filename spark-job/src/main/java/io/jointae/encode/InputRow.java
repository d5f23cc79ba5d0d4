package io.jointae.encode;

import java.io.Serializable;

/** The input vector of one row. It is a bean because Spark's bean encoder fills it without boxing each number. */
public final class InputRow implements Serializable {

    private float[] values;

    /** Returns the values, {@code [inputs]}: null where the vector is null, NaN for a null element. */
    public float[] getValues() {
        return values;
    }

    /** Sets the values, {@code [inputs]}; Spark's encoder calls it. */
    public void setValues(float[] values) {
        this.values = values;
    }
}
