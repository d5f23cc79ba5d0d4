package io.jointae.base;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A pending output on an object store: a folder of the attempt inside the target, whose files are written once and stay
 * where they are. A commit lists them in the marker of {@link CommittedFolder}, which replaces the marker of the attempt
 * before in one step, and deletes the files of all other attempts after that. A {@link Lease} on the target makes sure
 * that all other attempts are dead.
 */
final class InPlaceOutput extends PendingOutput {

    private static final LeaseRequest REQUEST = new LeaseRequest("run", "choose another output", null);

    private final Configuration conf;
    private final FileSystem fileSystem;
    private final Path target;
    private final Path attempt;
    private final Lease lease;
    private boolean committed;

    private InPlaceOutput(Configuration conf, FileSystem fileSystem, Path target, Lease lease) {
        this.conf = conf;
        this.fileSystem = fileSystem;
        this.target = target;
        this.attempt = CommittedFolder.newAttempt(target);
        this.lease = lease;
    }

    static InPlaceOutput create(Configuration conf, FileSystem fileSystem, Path target) throws IOException {
        Lease lease = Lease.take(conf, target.toString(), REQUEST);
        return new InPlaceOutput(conf, fileSystem, target, lease);
    }

    @Override
    public Path path() {
        return attempt;
    }

    @Override
    public Path target() {
        return target;
    }

    @Override
    public void commit() throws IOException {
        CommittedFolder.Marker marker = CommittedFolder.Marker.of(fileSystem, attempt);
        lease.confirm();
        Path file = new Path(target, CommittedFolder.MARKER);
        AtomicFile.write(conf, file.toString(), true, out -> out.write(Json.bytes(marker)));
        committed = true;
        for (FileStatus other : fileSystem.listStatus(target)) {
            Path path = other.getPath();
            boolean belongs = path.getName().equals(attempt.getName())
                    || path.getName().equals(CommittedFolder.MARKER)
                    || Lease.isFileOfLease(path);
            if (!belongs) {
                fileSystem.delete(path, true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (lease) {
            if (!committed) {
                fileSystem.delete(attempt, true);
            }
        }
    }
}
