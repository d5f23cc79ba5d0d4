/**
 * The command line: one small class per command, which parses its options, calls one operation of a library and prints
 * the result. {@link io.jointae.cli.Jointae} is the entry point. No other package imports this one, and only this
 * package and its subpackages name command-line options.
 */
package io.jointae.cli;
