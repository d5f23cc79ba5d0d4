package io.jointae.data.prepare;

import io.jointae.base.CommittedFolder;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the prepared datasets in a folder. */
public final class PreparedDatasets {

    private PreparedDatasets() {}

    /**
     * Returns the manifests of the datasets in a folder by the name of their own folder. The map is empty if the folder
     * does not exist. The Parquet files are not checked.
     */
    public static SortedMap<String, Manifest> in(Configuration conf, String dir) throws IOException {
        SortedMap<String, Manifest> found = new TreeMap<>();
        Path folder = new Path(dir);
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder)) {
            return found;
        }
        for (FileStatus inside : Arrays.asList(fileSystem.listStatus(folder))) {
            String name = inside.getPath().getName();
            // Hidden folders are incomplete.
            if (inside.isDirectory() && !name.startsWith(".") && hasManifest(conf, inside.getPath())) {
                found.put(name, PreparedDataset.manifest(conf, inside.getPath().toString()));
            }
        }
        return found;
    }

    private static boolean hasManifest(Configuration conf, Path folder) throws IOException {
        Path file = new Path(CommittedFolder.of(conf, folder.toString()).path(), Manifest.FILE);
        return file.getFileSystem(conf).exists(file);
    }
}
