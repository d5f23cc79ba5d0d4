package io.jointae.cli.outcome;

import java.util.List;

/** A command that writes folders. The file {@code _RESULT.json} in each folder says how the run ended. */
public interface OutputFolders {

    /** Returns the folders as Hadoop paths. The options of the command must have been parsed before the call. */
    List<String> outputFolders();
}
