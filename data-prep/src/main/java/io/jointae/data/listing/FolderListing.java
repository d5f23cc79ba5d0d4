package io.jointae.data.listing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Lists all visible files below some folders. The folders of one level are listed by Spark tasks in parallel, because an
 * object store or a name node takes a round trip for every thousand names. The driver lists a level of few folders itself.
 */
public final class FolderListing {

    /** A level with fewer folders is listed on the driver, which takes less time than a Spark job. */
    private static final int FEW = 4;

    /** The most tasks of a level. */
    private static final int MOST_TASKS = 256;

    private FolderListing() {}

    /**
     * Lists files. Names that begin with a dot are hidden, and so are those that begin with an underscore unless they
     * contain an equals sign, as Spark sees it; nothing below a hidden folder is listed.
     *
     * @param context context that runs the jobs
     * @param conf configuration of the file systems
     * @param folders the folders
     * @return all files, sorted by path
     * @throws IOException if a folder cannot be listed
     * @throws io.jointae.base.InvalidInputException if a symbolic link leads to a folder that contains it
     */
    public static List<ListedFile> files(JavaSparkContext context, Configuration conf, List<Path> folders)
            throws IOException {
        List<ListedFile> files = new ArrayList<>();
        List<String> level = folders.stream().map(Path::toString).toList();
        while (!level.isEmpty()) {
            List<String> below = new ArrayList<>();
            for (ListedFile found : listed(context, conf, level)) {
                if (found.isFolder()) {
                    below.add(found.path());
                } else {
                    files.add(found);
                }
            }
            level = below;
        }
        files.sort(Comparator.comparing(ListedFile::path));
        return files;
    }

    private static List<ListedFile> listed(JavaSparkContext context, Configuration conf, List<String> folders)
            throws IOException {
        if (folders.size() < FEW) {
            List<ListedFile> all = new ArrayList<>();
            for (String folder : folders) {
                all.addAll(inside(conf, folder));
            }
            return all;
        }
        SerializableConfiguration serializable = new SerializableConfiguration(conf);
        context.setJobDescription("listing " + folders.size() + " folders, such as " + folders.get(0));
        try {
            return context.parallelize(folders, Math.min(folders.size(), MOST_TASKS))
                    .flatMap(folder -> inside(serializable.value(), folder).iterator())
                    .collect();
        } finally {
            context.setJobDescription(null);
        }
    }

    private static List<ListedFile> inside(Configuration conf, String folder) throws IOException {
        Path path = new Path(folder);
        FolderLinks.refuseLoop(path);
        FileSystem fileSystem = path.getFileSystem(conf);
        List<ListedFile> found = new ArrayList<>();
        for (FileStatus status : fileSystem.listStatus(path)) {
            String name = status.getPath().getName();
            if (!name.startsWith(".") && (!name.startsWith("_") || name.contains("="))) {
                found.add(new ListedFile(
                        status.getPath().toString(), status.isDirectory() ? 0 : status.getLen(), status.isDirectory()));
            }
        }
        return found;
    }
}
