/**
 * The work of a sweep: {@link io.jointae.sweep.graph.TaskGraph} runs tasks that depend on each other, several at a time, and
 * {@link io.jointae.sweep.graph.SweepTasks} makes tasks of trials.
 */
package io.jointae.sweep.graph;
