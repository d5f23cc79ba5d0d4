package io.jointae.stack;

/**
 * An element-wise activation function {@code a = f(z)} (the paper's {@code s_e} and {@code s_d}, section II-A). Its
 * derivatives are functions of the value {@code a}, so that a backward pass does not need the pre-activations {@code
 * z}.
 */
public enum Activation {
    /** {@code 1 / (1 + exp(-z))}, the paper's choice. */
    LOGISTIC,
    /** The hyperbolic tangent. */
    TANH,
    /** {@code max(z, 0)}. */
    RELU,
    /** {@code z} for positive {@code z}, else {@code exp(z) - 1}. */
    ELU,
    /** {@code log(1 + exp(z))}. */
    SOFTPLUS,
    /** {@code z / (1 + |z|)}. */
    SOFTSIGN,
    /** {@code z}. */
    IDENTITY;

    /** Returns {@code f(z)}. */
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

    /** Returns the first derivative {@code f'(z)}, given the value {@code a = f(z)}. */
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

    /**
     * Returns the second derivative {@code f''(z)}, given the value {@code a = f(z)}. The gradient of the contractive
     * penalty needs it.
     */
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
