/** The commands that measure frozen codes: {@code probe}, {@code neighbors}, {@code rank} and {@code anomaly}. */
package io.jointae.cli.codes;
