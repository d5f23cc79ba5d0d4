package io.jointae.report;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A note that a person wrote about a statement of the paper: the file {@code notes/ID.md} of a results folder, where {@code ID} is
 * the statement's id. It is plain text whose paragraphs are separated by empty lines; lines that begin with {@code #} are left
 * out.
 *
 * @param paragraphs the paragraphs, each without line ends
 */
record Note(List<String> paragraphs) {

    static final String FOLDER = "notes";

    private static final String SUFFIX = ".md";

    /** The largest size of a file in bytes. */
    private static final int LARGEST = 1 << 16;

    Note {
        paragraphs = List.copyOf(paragraphs);
    }

    /** Returns the note that a text is. */
    static Note of(String text) {
        return new Note(Stream.of(text.split("\\R\\s*\\R"))
                .map(paragraph -> String.join(
                        " ",
                        paragraph
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                .toList()))
                .filter(paragraph -> !paragraph.isEmpty())
                .toList());
    }

    /**
     * Returns the notes of a results folder by name.
     *
     * @throws InvalidInputException if a file is too large
     */
    static Map<String, Note> in(Configuration conf, String results) throws IOException {
        Path folder = new Path(results, FOLDER);
        FileSystem fileSystem = folder.getFileSystem(conf);
        Map<String, Note> notes = new TreeMap<>();
        if (!fileSystem.exists(folder)) {
            return notes;
        }
        for (FileStatus file :
                fileSystem.listStatus(folder, path -> path.getName().endsWith(SUFFIX))) {
            String name = file.getPath().getName();
            if (file.getLen() > LARGEST) {
                throw InvalidInputException.of(
                        "%s has %d bytes, but a note has at most %d: shorten it.",
                        file.getPath(), file.getLen(), LARGEST);
            }
            try (InputStream in = fileSystem.open(file.getPath())) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                notes.put(name.substring(0, name.length() - SUFFIX.length()), of(text));
            }
        }
        return notes;
    }
}
