package io.jointae.data.custom;

import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The user's data, found and counted but not yet read.
 *
 * @param parts the splits that the source has of its own
 * @param labelNames in the order of the labels; empty where labels are numbers
 * @param skipped files left out
 * @param choices how the source was read, for the manifest
 */
record CustomSource(
        Map<Split, SourceRows> parts,
        Shape shape,
        List<String> labelNames,
        List<SourceFile> files,
        List<String> skipped,
        SortedMap<String, String> choices) {}
