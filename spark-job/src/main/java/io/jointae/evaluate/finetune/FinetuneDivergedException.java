package io.jointae.evaluate.finetune;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;

/** Reports a fine-tuning whose loss is not a number in the first epoch. */
public final class FinetuneDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String name;
    private final double learningRate;

    /**
     * Creates the exception.
     *
     * @param name dataset and model, for the message
     * @param learningRate the learning rate of the fine-tuning
     */
    FinetuneDivergedException(String name, double learningRate) {
        super(name + " diverged " + reason(learningRate));
        this.name = name;
        this.learningRate = learningRate;
    }

    /** Returns the learning rate of the fine-tuning. */
    public double learningRate() {
        return learningRate;
    }

    /** Returns the message without the name of the model, as the reason of an outcome. */
    public String reason() {
        return reason(learningRate);
    }

    private static String reason(double learningRate) {
        return "in epoch 1 of fine-tuning: its loss is not a number. Choose a learning rate below " + learningRate
                + ".";
    }

    /** Returns the refusal of the learning rate, whose cause is this exception. */
    public InvalidInputException refusal() {
        return InvalidInputException.of(
                        "%s: the loss is not a number in the first epoch of fine-tuning: choose a %s below %s.",
                        name, FieldName.of("learning-rate"), learningRate)
                .causedBy(this);
    }
}
