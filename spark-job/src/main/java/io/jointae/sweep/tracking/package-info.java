/**
 * Sends trials to an MLflow tracking server. A server that fails or hangs never delays a trial.
 */
package io.jointae.sweep.tracking;
