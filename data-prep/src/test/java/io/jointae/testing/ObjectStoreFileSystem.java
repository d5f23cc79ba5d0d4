package io.jointae.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A folder of the local disk as a file system that refuses to rename, under the scheme {@value #SCHEME}. Code that works
 * here renames nothing on an object store.
 */
public final class ObjectStoreFileSystem extends RawLocalFileSystem {

    /** The scheme of the file system's paths. */
    public static final String SCHEME = "objects";

    /** Returns the path of a local file in this file system. */
    public static String path(java.nio.file.Path local) {
        return SCHEME + "://" + local.toAbsolutePath();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        return plain(super.getFileStatus(file));
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        return Arrays.stream(super.listStatus(folder))
                .map(ObjectStoreFileSystem::plain)
                .toArray(FileStatus[]::new);
    }

    /** Returns a status without permissions, which the local file system reads from paths of its own scheme only. */
    private static FileStatus plain(FileStatus status) {
        return new FileStatus(
                status.getLen(),
                status.isDirectory(),
                1,
                status.getBlockSize(),
                status.getModificationTime(),
                status.getPath());
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw new IOException("An object store would copy " + from + " to " + to);
    }
}
