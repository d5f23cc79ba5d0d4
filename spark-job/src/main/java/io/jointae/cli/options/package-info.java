/**
 * Groups of options that several commands share, and the Spark session and the output streams of a command.
 */
package io.jointae.cli.options;
