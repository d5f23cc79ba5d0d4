/**
 * Reports of trials to an MLflow tracking server. A server that fails or hangs never holds up a trial.
 */
package io.jointae.sweep.tracking;
