/**
 * A chaos run: jobs whose processes are killed at random instants, until a time is over. Each result is compared with that
 * of a run that nothing disturbed. {@code deploy/chaos} starts it.
 */
package io.jointae.deploy.chaos;
