package io.jointae.deploy.chaos;

import io.jointae.deploy.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A cluster and its storage, where jobs run and are disturbed. */
interface Site extends AutoCloseable {

    /** Returns the name in messages, such as {@code yarn}. */
    String name();

    /** Returns what can be destroyed here. A victim that stands in the list twice is chosen twice as often. */
    List<Victim> victims();

    /** Returns a command that submits a job; the caller adds the command of jointae. */
    Command submit();

    /** Returns the path of a file or folder in the storage. */
    String path(String name);

    /** Copies a file or folder from the local disk into the storage. */
    void upload(Path local, String path) throws IOException, InterruptedException;

    /** Copies a folder from the storage to the local disk, where it does not exist yet. */
    void download(String path, Path local) throws IOException, InterruptedException;

    /**
     * Destroys parts of a running job.
     *
     * @param victim one of {@link #victims}
     * @param submission the process that submitted the job
     * @param random chooses among several
     * @return the number of parts that were destroyed; 0 if none runs at the moment
     */
    int kill(Victim victim, Process submission, Random random) throws IOException;

    /**
     * Waits until no process of the last job runs, and deletes the files that it left.
     *
     * @throws ChaosException if a process still runs after a minute
     */
    void cleanUp() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
