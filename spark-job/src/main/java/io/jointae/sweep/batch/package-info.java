/**
 * Trials of a sweep that train together on one device. {@link io.jointae.sweep.batch.BatchRequest} says how many the user
 * wants, and {@link io.jointae.sweep.batch.TrialBatch} which trials can.
 */
package io.jointae.sweep.batch;
