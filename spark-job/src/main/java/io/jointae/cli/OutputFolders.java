package io.jointae.cli;

import java.util.List;

/** A command that leaves folders behind, in each of which {@code _RESULT.json} says how the run ended. */
interface OutputFolders {

    /** Hadoop paths, as the user's options name them; asked only after the options were read. */
    List<String> outputFolders();
}
