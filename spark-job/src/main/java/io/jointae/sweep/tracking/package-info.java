/**
 * Sends training runs and trials of sweeps to an MLflow tracking server. A server that fails or hangs never delays a run.
 */
package io.jointae.sweep.tracking;
