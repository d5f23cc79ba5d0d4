package io.jointae.objectstore;

import io.jointae.cli.CommandWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that runs commands one after the other.
 *
 * @param process the process
 */
record Worker(ChildProcess process) implements AutoCloseable {

    /**
     * How a command ended.
     *
     * @param status the exit status, or {@value #KILLED} if the process was killed
     * @param errors the lines about a failure that the user sees
     * @param log the end of the log of the process
     */
    record Outcome(int status, List<String> errors, String log) {

        static final int KILLED = 137;

        @Override
        public String toString() {
            return "status " + status + "\n" + String.join("\n", errors) + "\n--- log\n" + log;
        }
    }

    /** Runs a command to its end, or to the end of the process. */
    Outcome run(List<String> command) throws IOException {
        List<String> errors = new ArrayList<>();
        try {
            process.send(String.join("\t", command));
            for (String line = process.receive(); line != null; line = process.receive()) {
                if (line.startsWith(CommandWorker.STATUS)) {
                    int status = Integer.parseInt(line.substring(CommandWorker.STATUS.length()));
                    return new Outcome(status, errors, process.log());
                }
                if (line.startsWith(CommandWorker.ERROR)) {
                    errors.add(line.substring(CommandWorker.ERROR.length()));
                }
            }
        } catch (IOException closed) {
            // A process that is killed closes its streams before it has ended.
            errors.add(closed.toString());
        }
        process.kill();
        return new Outcome(Outcome.KILLED, errors, process.log());
    }

    @Override
    public void close() {
        process.close();
    }
}
