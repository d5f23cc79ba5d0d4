/**
 * Training runs in Spark's own web pages: a tab with the curves of each run, while it trains and afterwards in the history
 * server. A run posts its epochs as events to Spark's listeners, so the event log has them too; a listener keeps them in
 * Spark's store of the application, from which the tab reads. Only {@link io.jointae.train.watch.TrainingTab}, its page,
 * and {@link io.jointae.train.watch.TrainingHistoryPlugin} touch classes of Spark's pages.
 */
package io.jointae.train.watch;
