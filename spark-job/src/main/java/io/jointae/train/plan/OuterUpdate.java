package io.jointae.train.plan;

/**
 * The change of the parameters when several workers meet, by the rule of an {@link OuterOptimizer}. It runs on the
 * driver. The arithmetic is in double precision, and the results are rounded to single precision, so a run that resumes
 * from a stored velocity takes the same steps.
 *
 * @param parameters the parameters after the meeting, flat
 * @param velocity the velocity after the meeting, as long as the parameters; empty if the rule keeps none
 */
public record OuterUpdate(float[] parameters, float[] velocity) {

    private static final float[] NO_VELOCITY = {};

    /**
     * Returns the update of one meeting.
     *
     * @param start the parameters from which all workers started, flat
     * @param mean the mean of the workers' parameters weighted by examples, as long as {@code start}. The array is
     *     returned unchanged if the rule gives exactly the mean
     * @param velocity the velocity after the last meeting, as long as {@code start}; empty for the first meeting of a
     *     phase. No given array is changed
     */
    public static OuterUpdate of(OuterOptimizer optimizer, float[] start, float[] mean, float[] velocity) {
        if (optimizer.isMean()) {
            return new OuterUpdate(mean, NO_VELOCITY);
        }
        boolean nesterov = optimizer.rule() == OuterOptimizer.Rule.NESTEROV;
        double rate = optimizer.learningRate();
        double momentum = optimizer.momentum();
        float[] parameters = new float[start.length];
        float[] nextVelocity = new float[optimizer.hasVelocity() ? start.length : 0];
        for (int i = 0; i < start.length; i++) {
            double change = (double) mean[i] - start[i];
            double step = change;
            if (nextVelocity.length > 0) {
                float next = (float) (velocity.length == 0 ? change : momentum * velocity[i] + change);
                nextVelocity[i] = next;
                step = nesterov ? momentum * next + change : next;
            }
            parameters[i] = (float) (start[i] + rate * step);
        }
        return new OuterUpdate(parameters, nextVelocity);
    }
}
