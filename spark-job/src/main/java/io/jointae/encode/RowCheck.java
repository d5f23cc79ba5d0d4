package io.jointae.encode;

import java.io.Serializable;

/** What makes a row bad: null, a wrong length, a value that is null or not finite. */
public record RowCheck(int inputs) implements Serializable {

    /**
     * Copies a good row's values.
     *
     * @param into [at + inputs] or more; overwritten from {@code at} on, also by a bad row
     * @return why the row is bad, in words; null if it is good
     */
    public String copy(float[] values, float[] into, int at) {
        if (values == null) {
            return "is null";
        }
        if (values.length != inputs) {
            return "has " + values.length + " values, not " + inputs;
        }
        System.arraycopy(values, 0, into, at, inputs);
        // One sum finds NaN and infinity: 0 v is 0 for all other values.
        float sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += 0 * into[at + i];
        }
        return sum == 0 ? null : notFinite(into, at);
    }

    private String notFinite(float[] values, int at) {
        int i = 0;
        while (Float.isFinite(values[at + i])) {
            i++;
        }
        String what = Float.isNaN(values[at + i]) ? "null or NaN" : String.valueOf(values[at + i]);
        return "has " + what + " in place " + i;
    }
}
