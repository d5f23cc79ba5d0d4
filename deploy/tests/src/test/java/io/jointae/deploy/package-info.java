/**
 * The built jar on the built Spark home, from outside, as a user runs it: every test here starts processes
 * and leaves none behind. Runs in {@code mvn verify} after packaging (tag {@code cluster}).
 */
package io.jointae.deploy;
