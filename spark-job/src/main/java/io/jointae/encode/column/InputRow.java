package io.jointae.encode.column;

import java.io.Serializable;

/** The input vector of one row. It is a bean because Spark's bean encoder fills it without boxing each number. */
public final class InputRow implements Serializable {

    private float[] values;
    private String problem;

    /** Returns the values, {@code [inputs]}: null where the vector is null, NaN for a null element. */
    public float[] getValues() {
        return values;
    }

    /** Sets the values, {@code [inputs]}; Spark's encoder calls it. */
    public void setValues(float[] values) {
        this.values = values;
    }

    /** Takes the values and the problem of another row; both rows then share the array. */
    void set(InputRow other) {
        values = other.values;
        problem = other.problem;
    }

    /** Returns why the row has no values, as a predicate; null if it has, or if its vector is null. */
    public String getProblem() {
        return problem;
    }

    /** Sets why the row has no values. */
    public void setProblem(String problem) {
        this.problem = problem;
    }
}
