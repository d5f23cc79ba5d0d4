package io.jointae.data.listing;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;

/**
 * Symbolic links to folders on the local disk. They are followed, but a link to a folder that contains it would never end:
 * each level has the same files again, and two such links double their number.
 */
public final class FolderLinks {

    private FolderLinks() {}

    /**
     * Checks a folder before it is listed.
     *
     * @param folder a folder of any file system; only local ones have links
     * @throws InvalidInputException if it is a link to one of the folders on its way
     */
    public static void refuseLoop(Path folder) throws IOException {
        String scheme = folder.toUri().getScheme();
        if (scheme != null && !scheme.equals("file")) {
            return;
        }
        java.nio.file.Path local = java.nio.file.Path.of(folder.toUri().getPath());
        if (!Files.isSymbolicLink(local)) {
            return;
        }
        java.nio.file.Path real = local.toRealPath();
        for (java.nio.file.Path above = local.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (above.toRealPath().equals(real)) {
                throw InvalidInputException.of(
                        "%s is a link to %s, a folder that contains it: remove the link.", local, real);
            }
        }
    }
}
