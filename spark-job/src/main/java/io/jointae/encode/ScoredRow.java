package io.jointae.encode;

import java.io.Serializable;

/** The outputs for one row; an output that was not requested is null. It is a bean for Spark's bean encoder. */
public final class ScoredRow implements Serializable {

    private float[] features;
    private float[] reconstruction;
    private Double error;

    /** Returns the code, {@code [units of the layer]}; null for an invalid row that is kept. */
    public float[] getFeatures() {
        return features;
    }

    /** Sets the code, {@code [units of the layer]}. */
    public void setFeatures(float[] features) {
        this.features = features;
    }

    /** Returns the reconstruction of the input, {@code [inputs]}. */
    public float[] getReconstruction() {
        return reconstruction;
    }

    /** Sets the reconstruction, {@code [inputs]}. */
    public void setReconstruction(float[] reconstruction) {
        this.reconstruction = reconstruction;
    }

    /**
     * Returns the reconstruction's cost: by the model's loss, in nats or as a sum of squared differences; for a model with
     * a scaling, always the sum of squared differences in the units of the data.
     */
    public Double getError() {
        return error;
    }

    /** Sets the reconstruction's cost. */
    public void setError(Double error) {
        this.error = error;
    }
}
