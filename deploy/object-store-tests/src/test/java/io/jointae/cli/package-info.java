/** A process of the tests that runs commands as the command line does. */
package io.jointae.cli;
