package io.jointae.base;

import java.util.Set;
import org.apache.hadoop.fs.FileSystem;

/**
 * Tells file systems that rename files and folders in one step from object stores, where a rename copies every object and
 * then deletes the old ones.
 */
public final class AtomicRename {

    private static final Set<String> SCHEMES =
            Set.of("file", "hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss", "ofs", "o3fs", "maprfs");

    private AtomicRename() {}

    /**
     * Returns whether a file system renames files and folders in one step. A file system that is not known counts as an
     * object store, because the way in which jointae writes to object stores is right everywhere.
     */
    public static boolean isOfferedBy(FileSystem fileSystem) {
        return SCHEMES.contains(fileSystem.getUri().getScheme());
    }
}
