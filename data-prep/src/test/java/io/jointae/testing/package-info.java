/**
 * Support for the tests of every module: one session factory, one dataset builder, one finder of shared data.
 *
 * <p>{@link io.jointae.testing.TestSessions} creates Spark sessions, {@link io.jointae.testing.DatasetBuilder} writes
 * small prepared datasets, {@link io.jointae.testing.SharedData} finds the full official files, and
 * {@link io.jointae.testing.SampleData} has small samples of them that every clone of the repository holds. The
 * package is published as the test jar of data-prep. It knows nothing of training.
 */
package io.jointae.testing;
