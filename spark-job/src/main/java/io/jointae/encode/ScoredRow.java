package io.jointae.encode;

import java.io.Serializable;

/** What a row becomes. A bean, for Spark's encoder; what was not asked for is null. */
public final class ScoredRow implements Serializable {

    private float[] input;
    private float[] features;
    private float[] reconstruction;
    private Double error;

    /** [inputs], as read. */
    public float[] getInput() {
        return input;
    }

    public void setInput(float[] input) {
        this.input = input;
    }

    /** [width of the layer]; null for a bad row that is kept. */
    public float[] getFeatures() {
        return features;
    }

    public void setFeatures(float[] features) {
        this.features = features;
    }

    /** [inputs]. */
    public float[] getReconstruction() {
        return reconstruction;
    }

    public void setReconstruction(float[] reconstruction) {
        this.reconstruction = reconstruction;
    }

    /** Cost of the reconstruction by the model's loss: nats, or summed squared differences. */
    public Double getError() {
        return error;
    }

    public void setError(Double error) {
        this.error = error;
    }
}
