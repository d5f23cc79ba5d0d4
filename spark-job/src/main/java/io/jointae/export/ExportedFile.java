package io.jointae.export;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that an export wrote.
 *
 * @param file its name in the output folder
 * @param part the part of the model that it holds, such as {@code encoder}
 * @param inputs the inputs of the network by name, and the number of values per row of each
 * @param outputs the outputs of the network by name, and the number of values per row of each
 */
public record ExportedFile(String file, String part, Map<String, Integer> inputs, Map<String, Integer> outputs) {

    /** Copies both maps, whose order it keeps. */
    public ExportedFile {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
}
