package io.jointae.train.options;

import io.jointae.base.InvalidInputException;

/** The auto-encoders that the paper stacks. The kind of a layer decides which of its regularizers is used. */
public enum AutoEncoderKind {
    /** A plain auto-encoder, regularized by weight decay alone (Table IV of the paper). */
    AE,
    /** A denoising auto-encoder (eq. 2): its input is corrupted. */
    DAE,
    /** A contractive auto-encoder (eq. 3): the Frobenius norm of its Jacobian is penalized. */
    CAE;

    /** Returns the name on the command line and in stored files, for example {@code dae}. */
    public String cliName() {
        return ConstantNames.of(this);
    }

    /**
     * Returns the kind of a name, in upper or lower case.
     *
     * @throws InvalidInputException if no kind has this name; the message lists the known ones
     */
    public static AutoEncoderKind of(String name) {
        return ConstantNames.find(AutoEncoderKind.class, name).orElseThrow(() -> TrainingOption.KIND.invalid(name));
    }
}
