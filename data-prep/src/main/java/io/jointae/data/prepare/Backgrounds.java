package io.jointae.data.prepare;

import io.jointae.base.InvalidInputException;
import io.jointae.data.SourceFile;
import io.jointae.data.recipe.Patches;
import io.jointae.data.recipe.Patches.Photo;
import io.jointae.data.source.BroadcastFiles;
import io.jointae.data.source.DecodedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The photographs of a folder in the order of their names, converted to gray.
 *
 * @param photos the photographs
 * @param sources the files with their SHA-256
 */
record Backgrounds(List<Photo> photos, List<SourceFile> sources) {

    /** The largest number of pixels of all photographs, which are sent to every executor. */
    private static final long MAX_PIXELS = 256L << 20;

    /**
     * Reads a folder.
     *
     * @throws InvalidInputException if the folder is missing or empty, or has a file that is not an image or too small
     */
    static Backgrounds open(Configuration conf, BroadcastFiles broadcasts, String dir) throws IOException {
        Path folder = new Path(dir);
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder) || !fileSystem.getFileStatus(folder).isDirectory()) {
            throw InvalidInputException.ofField(
                    "backgrounds", "%s is not a folder: give a folder of photographs.", dir);
        }
        FileStatus[] files = fileSystem.listStatus(
                folder,
                path -> !path.getName().startsWith(".") && !path.getName().startsWith("_"));
        Arrays.sort(files);
        List<Photo> photos = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        long pixels = 0;
        for (FileStatus file : files) {
            if (file.isFile()) {
                byte[] bytes = broadcasts.read(file.getPath());
                Photo photo = photo(file.getPath(), bytes);
                photos.add(photo);
                String name = file.getPath().getName();
                sources.add(
                        new SourceFile(name, bytes.length, "sha256:" + BroadcastFiles.hash("SHA-256", bytes), false));
                pixels += photo.gray().length;
            }
            if (pixels > MAX_PIXELS) {
                throw InvalidInputException.ofField(
                        "backgrounds",
                        "%s has more than %,d pixels in all: give fewer or smaller photographs.",
                        dir,
                        MAX_PIXELS);
            }
        }
        if (photos.isEmpty()) {
            throw InvalidInputException.ofField("backgrounds", "%s has no images: give a folder of photographs.", dir);
        }
        return new Backgrounds(photos, sources);
    }

    private static Photo photo(Path file, byte[] bytes) {
        DecodedImage gray;
        try {
            gray = DecodedImage.decode(new ByteArrayInputStream(bytes)).withChannels(1);
        } catch (IOException e) {
            throw InvalidInputException.ofField(
                            "backgrounds",
                            "has a file %s that cannot be decoded: %s; remove the file.",
                            file,
                            e.getMessage())
                    .causedBy(e);
        }
        int height = gray.shape().height();
        int width = gray.shape().width();
        if (height < Patches.SIDE || width < Patches.SIDE) {
            throw InvalidInputException.ofField(
                    "backgrounds",
                    "has a file %s of %s pixels, which is smaller than a patch of 28x28: remove the file.",
                    file,
                    gray.shape());
        }
        byte[] levels = new byte[height * width];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(gray.values()[i] * 255);
        }
        return new Photo(height, width, levels);
    }
}
