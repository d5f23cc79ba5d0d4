package io.jointae.stack;

/**
 * An elementwise non-linearity {@code a = f(z)}. Slope and curvature are functions of the value
 * {@code a}, so that a backward pass needs no pre-activations.
 */
public enum Activation {
    LOGISTIC,
    TANH,
    RELU,
    ELU,
    SOFTPLUS,
    SOFTSIGN,
    IDENTITY;

    /** {@code f(z)}. */
    public double value(double z) {
        return switch (this) {
            case LOGISTIC -> 1 / (1 + Math.exp(-z));
            case TANH -> Math.tanh(z);
            case RELU -> Math.max(z, 0);
            case ELU -> z > 0 ? z : Math.expm1(z);
            case SOFTPLUS -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
            case SOFTSIGN -> z / (1 + Math.abs(z));
            case IDENTITY -> z;
        };
    }

    /** {@code f'(z)} at {@code a = f(z)}. */
    public double slope(double a) {
        return switch (this) {
            case LOGISTIC -> a * (1 - a);
            case TANH -> 1 - a * a;
            case RELU -> a > 0 ? 1 : 0;
            case ELU -> a > 0 ? 1 : a + 1;
            case SOFTPLUS -> -Math.expm1(-a);
            case SOFTSIGN -> (1 - Math.abs(a)) * (1 - Math.abs(a));
            case IDENTITY -> 1;
        };
    }

    /** {@code f''(z)} at {@code a = f(z)}: what the contractive penalty's gradient needs. */
    public double curvature(double a) {
        return switch (this) {
            case LOGISTIC -> a * (1 - a) * (1 - 2 * a);
            case TANH -> -2 * a * (1 - a * a);
            case RELU, IDENTITY -> 0;
            case ELU -> a > 0 ? 0 : a + 1;
            case SOFTPLUS -> -Math.expm1(-a) * Math.exp(-a);
            case SOFTSIGN -> -2 * Math.signum(a) * Math.pow(1 - Math.abs(a), 3);
        };
    }
}
