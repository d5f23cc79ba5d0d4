/**
 * The texts with which the command line explains itself: the help text of every command, its headings, and the names of
 * options in error messages. {@link io.jointae.cli.help.CommandHelp} is the entry point.
 */
package io.jointae.cli.help;
