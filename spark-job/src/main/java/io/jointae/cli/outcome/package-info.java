/**
 * How a command ended: its exit status, and the marker that it leaves in the folders that it wrote.
 */
package io.jointae.cli.outcome;
