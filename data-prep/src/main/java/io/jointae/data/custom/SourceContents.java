package io.jointae.data.custom;

import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.feature.TableFeatures;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The contents of the user's source, which are found and counted but not read yet.
 *
 * @param splits the splits that the source has
 * @param shape the shape of a row's pixels
 * @param labelNames the names of the labels in the order of their numbers; empty if labels are only numbers
 * @param files the files of the source
 * @param skipped the files that cannot be decoded and are skipped
 * @param choices how the source is read, for the manifest
 * @param features how the columns of a table become the values of a row
 */
record SourceContents(
        Map<Split, SourceRows> splits,
        Shape shape,
        List<String> labelNames,
        List<SourceFile> files,
        List<String> skipped,
        SortedMap<String, String> choices,
        TableFeatures features) {

    /** Describes a source whose rows are vectors or images. */
    SourceContents(
            Map<Split, SourceRows> splits,
            Shape shape,
            List<String> labelNames,
            List<SourceFile> files,
            List<String> skipped,
            SortedMap<String, String> choices) {
        this(splits, shape, labelNames, files, skipped, choices, TableFeatures.NONE);
    }
}
