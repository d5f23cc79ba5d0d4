package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import io.jointae.spark.StageFormat;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters of the estimator that say how values become inputs of the stack; they are options of {@code prepare}. */
final class ScalingParams {

    private final Params stage;
    private final Param<String> scaling;
    private final DoubleParam clip;
    private final BooleanParam keepConstant;

    /** Creates the parameters of a stage. */
    ScalingParams(Params stage) {
        this.stage = stage;
        this.scaling = StageFormat.text(
                stage,
                "scaling",
                "Selects how each feature is scaled by its values in the table: none for values in [0, 1], standardize to"
                        + " mean 0 and standard deviation 1, minmax to [0, 1], or log for minmax after log(1 + x). The model"
                        + " keeps the scaling and applies it.");
        this.clip = new DoubleParam(
                stage,
                "clip",
                "Limits standardized values to this many standard deviations from the mean. It must be greater than 0.");
        this.keepConstant = new BooleanParam(
                stage,
                "keepConstant",
                "Keeps features that have the same value in every row, with the scaled value 0, instead of refusing them.");
    }

    /** Gives the parameters their defaults; {@code clip} has none. */
    void setDefaults() {
        stage.setDefault(scaling, ScalingKind.NONE.id());
        stage.setDefault(keepConstant, false);
    }

    /** Returns all parameters. */
    List<Param<?>> all() {
        return List.of(scaling, clip, keepConstant);
    }

    /**
     * Sets a parameter from a text, if it has this name.
     *
     * @return whether there is such a parameter
     * @throws InvalidInputException if the text does not have the parameter's type
     */
    boolean set(String name, String text) {
        switch (name) {
            case "scaling" -> stage.set(scaling, ScalingKind.of(text).id());
            case "clip" -> stage.set(clip, number(text));
            case "keepConstant", "keep-constant" -> stage.set(keepConstant, Boolean.valueOf(text));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw InvalidInputException.ofField("clip", "%s is invalid: it must be a number greater than 0.", text)
                    .causedBy(e);
        }
    }

    /**
     * Returns the scaling that the parameters describe.
     *
     * @throws InvalidInputException if a value is not allowed, or if values contradict each other
     */
    ScalingRequest request() {
        return new ScalingRequest(
                ScalingKind.of(stage.getOrDefault(scaling)),
                stage.isSet(clip) ? (Double) stage.getOrDefault((Param<?>) clip) : null,
                (Boolean) stage.getOrDefault((Param<?>) keepConstant));
    }
}
