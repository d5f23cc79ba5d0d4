package io.jointae.base;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The time by which a {@link Lease} judges the claims of other runs. Tests replace it. */
interface LeaseClock {

    /** The clock of the file system, which may differ from the clock of this machine. */
    LeaseClock FILE_SYSTEM = new LeaseClock() {

        @Override
        public long millis(FileSystem fileSystem, Path probe) throws IOException {
            fileSystem.create(probe, true).close();
            try {
                return fileSystem.getFileStatus(probe).getModificationTime();
            } finally {
                fileSystem.delete(probe, false);
            }
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    };

    /**
     * Returns the current time in milliseconds since 1970.
     *
     * @param fileSystem the file system of the lease
     * @param probe a path that no other run uses, for a temporary file
     */
    long millis(FileSystem fileSystem, Path probe) throws IOException;

    /** Waits before the claims of other runs are read again. */
    void pause(long millis) throws InterruptedException;
}
