package io.jointae.evaluate.finetune;

/**
 * Labeled rows of one training step.
 *
 * @param values {@code [rows, width]}, row after row
 * @param labels {@code [rows]}, the class of each row, from 0
 */
record LabeledBatch(float[] values, int[] labels) {

    /** Returns the number of rows. */
    int rows() {
        return labels.length;
    }
}
