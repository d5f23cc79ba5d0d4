/**
 * The colors of a terminal, and a bar that is redrawn. Where standard error goes to a file or to another program, plain
 * lines are written instead.
 */
package io.jointae.cli.terminal;
