/** Commands that run inside another program, which shares the JVM and the Spark session with them. */
package io.jointae.cli.embedded;
