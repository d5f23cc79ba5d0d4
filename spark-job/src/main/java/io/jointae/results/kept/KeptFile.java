package io.jointae.results.kept;

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The file of one cell in a results folder. */
final class KeptFile {

    /** The content of such a file. */
    interface OfCell {

        /** Returns the key of the cell. */
        String cell();
    }

    private KeptFile() {}

    /** Writes {@code results/folder/KEY.json} and replaces an older file. */
    static void write(Configuration conf, String results, String folder, OfCell kept) throws IOException {
        AtomicFile.write(conf, file(results, folder, kept.cell()).toString(), true, out -> out.write(Json.bytes(kept)));
    }

    /**
     * Reads the file of a cell.
     *
     * @return empty if the results folder has no such file
     * @throws InvalidInputException if the file is damaged or belongs to another cell
     */
    static <T extends OfCell> Optional<T> find(
            Configuration conf, String results, String folder, String cell, Class<T> type) throws IOException {
        Path file = file(results, folder, cell);
        if (!file.getFileSystem(conf).exists(file)) {
            return Optional.empty();
        }
        T found = Json.read(conf, file, type);
        if (!found.cell().equals(cell)) {
            throw InvalidInputException.of(
                    "%s holds the rows of another cell: delete the file, and the paired test is left out", file);
        }
        return Optional.of(found);
    }

    private static Path file(String results, String folder, String cell) {
        return new Path(new Path(results, folder), cell + ".json");
    }
}
