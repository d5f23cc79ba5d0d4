package io.jointae.sweep;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The time by which a {@link SweepLock} judges the lease of another run. Tests replace it. */
interface LockClock {

    /** The clock of the file system, which may differ from the clock of this machine. */
    LockClock FILE_SYSTEM = new LockClock() {

        private static final long SETTLE_MILLIS = 250;

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
        public void settle() throws InterruptedException {
            Thread.sleep(SETTLE_MILLIS);
        }
    };

    /**
     * Returns the current time in milliseconds since 1970.
     *
     * @param fileSystem the file system of the lock
     * @param probe a path that no other run uses, for a temporary file
     */
    long millis(FileSystem fileSystem, Path probe) throws IOException;

    /** Waits until a lock file that another run created at the same moment has become visible. */
    void settle() throws InterruptedException;
}
