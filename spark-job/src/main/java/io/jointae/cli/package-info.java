/** Words and flags: one small class a command, which parses, calls one thing and prints. Nothing knows this room. */
package io.jointae.cli;
