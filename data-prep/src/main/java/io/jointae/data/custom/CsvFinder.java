package io.jointae.data.custom;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.columns.CsvHeader;
import io.jointae.data.source.Chunk;
import io.jointae.data.source.CsvChunk;
import io.jointae.data.source.CsvLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds the rows of CSV files: one file, or all files below a folder in the order of their paths. Files may be compressed
 * by any codec of Hadoop.
 */
record CsvFinder(CustomInput input, JavaSparkContext spark, Configuration conf, InputErrors errors) {

    /** The size of the text that a task reads. */
    private static final long CHUNK_BYTES = 64L << 20;

    /** The length of the longest first line, which is more than a million columns. */
    private static final int LONGEST_LINE = 1 << 24;

    /** Returns the contents of the files of each split. */
    SourceContents find(Map<Split, Path> splits) throws IOException {
        CsvLayout layout = null;
        Map<Split, SourceRows> rows = new EnumMap<>(Split.class);
        List<SourceFile> sources = new ArrayList<>();
        for (Map.Entry<Split, Path> split : splits.entrySet()) {
            FileSystem fileSystem = split.getValue().getFileSystem(conf);
            List<Chunk> chunks = new ArrayList<>();
            for (FileStatus file : SplitLayout.files(fileSystem, split.getValue())) {
                layout = layout == null ? layout(fileSystem, file.getPath()) : layout;
                chunks.addAll(CsvChunk.divide(file, CHUNK_BYTES, layout, conf));
                sources.add(CustomDatasetPreparation.unhashed(file));
            }
            rows.put(split.getKey(), ChunkedRows.of(spark, chunks, CHUNK_BYTES, errors));
        }
        if (layout == null) {
            throw InvalidInputException.ofField(
                    "source", "%s has no files: give a file, or a folder with files.", input.source());
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("scale", "pixel = number / " + layout.scale());
        Shape shape = CustomDatasetPreparation.shape(input, layout.width());
        return new SourceContents(rows, shape, List.of(), sources, List.of(), choices);
    }

    /** Returns the layout that the first line of the first file has. */
    CsvLayout layout(FileSystem fileSystem, Path file) throws IOException {
        String[] first =
                firstLine(fileSystem, file).split(Pattern.quote(input.csv().delimiter()), -1);
        CsvHeader.requireDelimiter(file.toString(), List.of(first));
        if (input.csv().header()) {
            CsvHeader.requireDifferent(file.toString(), names(first));
        }
        int label = input.labelColumn() == null ? -1 : labelColumn(file, first);
        if (label >= 0 && first.length < 2) {
            throw InvalidInputException.of(
                    "%s has one column, which cannot be both the label and the pixels: check %s.",
                    file, FieldName.of("delimiter"));
        }
        return new CsvLayout(
                input.csv().delimiter(),
                input.csv().header(),
                first.length,
                label,
                (float) input.pixels().scale(),
                input.scalingOfQuotients());
    }

    private int labelColumn(Path file, String[] first) {
        String selected = input.labelColumn();
        if (selected.matches("\\d{1,9}")) {
            int column = Integer.parseInt(selected);
            if (column < 1 || column > first.length) {
                throw InvalidInputException.ofField(
                        "labelColumn",
                        "%s is not a column of %s: choose a number from 1 to %d.",
                        selected,
                        file,
                        first.length);
            }
            return column - 1;
        }
        if (!input.csv().header()) {
            throw InvalidInputException.ofField(
                    "labelColumn",
                    "%s is a name: set %s if the files have a line of names, or give the number of the column from 1.",
                    selected,
                    FieldName.of("header"));
        }
        List<String> names = names(first);
        if (!names.contains(selected)) {
            throw InvalidInputException.ofField(
                    "labelColumn", "%s is not in the header of %s: choose one of %s.", selected, file, names);
        }
        return names.indexOf(selected);
    }

    private static List<String> names(String[] header) {
        return Arrays.stream(header)
                .map(name -> name.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    private String firstLine(FileSystem fileSystem, Path file) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file);
        try (InputStream stored = fileSystem.open(file);
                InputStream in = codec == null ? stored : codec.createInputStream(stored);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return firstLine(lines, file);
        } catch (InvalidInputException invalid) {
            throw invalid;
        } catch (IOException | RuntimeException e) {
            throw CsvChunk.undecodable(file.toString(), e);
        }
    }

    private static String firstLine(BufferedReader lines, Path file) throws IOException {
        StringBuilder line = new StringBuilder();
        int first = lines.read();
        if (first < 0) {
            throw InvalidInputException.of("%s is empty: give a file that has rows, or remove it.", file);
        }
        for (int c = first; c >= 0 && c != '\n' && c != '\r'; c = lines.read()) {
            line.append((char) c);
            if (line.length() > LONGEST_LINE) {
                throw InvalidInputException.of(
                        "%s starts with a line of more than %d characters: give a text file with one row per line.",
                        file, LONGEST_LINE);
            }
        }
        if (line.isEmpty()) {
            throw InvalidInputException.of("%s starts with an empty line: remove the line.", file);
        }
        return line.toString();
    }
}
