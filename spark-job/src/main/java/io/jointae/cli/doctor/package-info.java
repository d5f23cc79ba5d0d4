/**
 * Looks at the machine and at the Spark settings of this process, and says what to change.
 * {@link io.jointae.cli.doctor.Doctor} is the entry point.
 */
package io.jointae.cli.doctor;
