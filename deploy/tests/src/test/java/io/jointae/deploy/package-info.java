/**
 * Tests of the built jar on the built Spark home, run from outside as a user runs them. Every test starts processes and
 * leaves none running. The tests have the tag {@code cluster} and run in {@code mvn verify} after packaging.
 */
package io.jointae.deploy;
