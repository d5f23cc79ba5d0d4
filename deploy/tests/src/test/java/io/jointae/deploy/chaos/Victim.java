package io.jointae.deploy.chaos;

/** The parts of a job that a chaos run destroys. */
enum Victim {
    /** One executor, chosen at random. */
    EXECUTOR("executor"),
    /** All executors at the same time, so that no copy of their data is left. */
    EVERY_EXECUTOR("executor"),
    /** The process of the driver, which is then started again with the same command. */
    DRIVER("driver"),
    /** The application master on YARN, which is the driver. YARN starts the next attempt. */
    APPLICATION_MASTER("application master"),
    /** All open connections to the object store. */
    CONNECTIONS("connection");

    private final String unit;

    Victim(String unit) {
        this.unit = unit;
    }

    /** Returns the name of one thing that is destroyed, such as {@code executor}. */
    String unit() {
        return unit;
    }
}
