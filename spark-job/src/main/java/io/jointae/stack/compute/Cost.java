package io.jointae.stack.compute;

/**
 * A cost that passes compute. A device may still be computing it: {@link #value} waits for the number, so it is called
 * after the last step of a stretch.
 */
@FunctionalInterface
public interface Cost {

    /** The cost 0. */
    Cost ZERO = () -> 0;

    /** Returns the number. */
    double value();

    /** Returns the sum of this cost and another one. */
    default Cost plus(Cost other) {
        return () -> value() + other.value();
    }

    /** Returns this cost divided by a number. */
    default Cost dividedBy(int number) {
        return () -> value() / number;
    }
}
