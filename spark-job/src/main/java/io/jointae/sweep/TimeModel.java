package io.jointae.sweep;

/**
 * How the time of a sweep follows from its work: the arithmetic at a speed of this machine, and what a sweep does besides.
 * The constants are set so that four timed sweeps lie between the fastest and the slowest model, see {@code docs/limits.md}.
 *
 * @param rate the multiply-adds per second of a trial
 * @param start the seconds until the session runs and the datasets are checked
 * @param trial the seconds per trial beside the arithmetic: it reads the data, starts rounds, and stores the model
 * @param evaluation the seconds per evaluation beside the arithmetic: it starts Spark jobs, and stores the result
 * @param evaluating the arithmetic of evaluations as a multiple of its rough count
 * @param correction the factor by which trials and evaluations take longer
 */
record TimeModel(double rate, double start, double trial, double evaluation, double evaluating, double correction) {

    /**
     * Work of a sweep.
     *
     * @param training the multiply-adds of training
     * @param evaluating the multiply-adds of evaluations
     * @param longestChain the multiply-adds of training the longest chain of trials: a trial that builds on others starts
     *     after them
     * @param trials the number of trials
     * @param evaluations the number of their evaluations
     */
    record Work(double training, double evaluating, double longestChain, int trials, int evaluations) {}

    /** Returns the model of a machine that does everything as fast as it can: trials do not slow each other down. */
    static TimeModel fastest(TrialSpeed speed) {
        return new TimeModel(speed.alone(), 5, 0.5, 0.5, 0.5, 1);
    }

    /** Returns the model that is compared with stored results. */
    static TimeModel typical(TrialSpeed speed) {
        return new TimeModel(speed.together(), 6, 0.5, 0.5, 1, 1);
    }

    /** Returns the model of a machine on which trials slow each other down and every start takes long. */
    static TimeModel slowest(TrialSpeed speed) {
        return new TimeModel(speed.together(), 12, 2.5, 2.5, 2, 1);
    }

    /** Returns the same model for trials and evaluations that take longer by a factor. */
    TimeModel corrected(double factor) {
        return new TimeModel(rate, start, trial, evaluation, evaluating, factor);
    }

    /**
     * Returns the seconds of a sweep. Small trials take most of their time for Spark jobs and files, not for arithmetic.
     *
     * @param parallel the number of trials that run at the same time
     */
    double seconds(Work work, int parallel) {
        double besides = work.trials() * trial + work.evaluations() * evaluation;
        double arithmetic = (work.training() + evaluating * work.evaluating()) / rate;
        double together = (arithmetic + besides) / Math.min(parallel, Math.max(1, work.trials()));
        double longest = work.longestChain() / rate + besides / Math.max(1, work.trials());
        return start + correction * Math.max(together, longest);
    }

    /**
     * Returns the seconds of training one trial and running one of its evaluations.
     *
     * @param training the multiply-adds of training
     * @param evaluated the multiply-adds of the evaluation
     */
    double ofResult(double training, double evaluated) {
        return correction * ((training + evaluating * evaluated) / rate + trial + evaluation);
    }
}
