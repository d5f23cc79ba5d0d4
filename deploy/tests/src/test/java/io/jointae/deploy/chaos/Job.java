package io.jointae.deploy.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** A job that can be started again with the same command after its driver was killed. */
interface Job {

    /** Returns the name in messages, such as {@code train}. */
    String label();

    /**
     * Returns the command of jointae.
     *
     * @param site where the inputs are and the output goes
     * @param output the path of the output
     */
    List<String> command(Site site, String output);

    /**
     * Reads the result of the job: everything in it that does not depend on time or place.
     *
     * @param output a copy of the output on the local disk
     * @return the texts of the values by their names
     */
    SortedMap<String, String> result(Path output) throws IOException;
}
