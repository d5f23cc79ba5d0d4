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
 * A folder of photographs, read in the order of their names and turned to gray.
 *
 * @param sources with their SHA-256
 */
record Backgrounds(List<Photo> photos, List<SourceFile> sources) {

    /** Pixels of all photographs together: they travel to every executor. */
    private static final long MOST_PIXELS = 256L << 20;

    /** @throws InvalidInputException if the folder is missing or empty, or has a file that is no image or is too small */
    static Backgrounds open(Configuration conf, BroadcastFiles shipment, String dir) throws IOException {
        Path folder = new Path(dir);
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder) || !fileSystem.getFileStatus(folder).isDirectory()) {
            throw InvalidInputException.of("--backgrounds %s is not a folder: give one with photographs", dir);
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
                byte[] bytes = shipment.read(file.getPath());
                Photo photo = photo(file.getPath(), bytes);
                photos.add(photo);
                String name = file.getPath().getName();
                sources.add(
                        new SourceFile(name, bytes.length, "sha256:" + BroadcastFiles.hash("SHA-256", bytes), false));
                pixels += photo.gray().length;
            }
            if (pixels > MOST_PIXELS) {
                throw InvalidInputException.of(
                        "--backgrounds %s has more than %,d pixels: give fewer or smaller", dir, MOST_PIXELS);
            }
        }
        if (photos.isEmpty()) {
            throw InvalidInputException.of("--backgrounds %s has no images: give a folder with photographs", dir);
        }
        return new Backgrounds(photos, sources);
    }

    private static Photo photo(Path file, byte[] bytes) {
        DecodedImage gray;
        try {
            gray = DecodedImage.decode(new ByteArrayInputStream(bytes)).withChannels(1);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "--backgrounds: " + file + " cannot be decoded: " + e.getMessage() + "; remove it", e);
        }
        int height = gray.shape().height();
        int width = gray.shape().width();
        if (height < Patches.SIDE || width < Patches.SIDE) {
            throw InvalidInputException.of(
                    "--backgrounds: %s is %s, smaller than a patch of 28x28: remove it", file, gray.shape());
        }
        byte[] levels = new byte[height * width];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(gray.values()[i] * 255);
        }
        return new Photo(height, width, levels);
    }
}
