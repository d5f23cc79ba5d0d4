package io.jointae.data.prepare;

import io.jointae.data.Manifest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Marks datasets whose rows are not known to be the official ones. */
final class Unverified {

    private Unverified() {}

    /** Returns the choices with the mark. */
    static SortedMap<String, String> addTo(Map<String, String> choices) {
        SortedMap<String, String> marked = new TreeMap<>(choices);
        marked.put(Manifest.UNVERIFIED, "the files are not known to have the official rows");
        return marked;
    }
}
