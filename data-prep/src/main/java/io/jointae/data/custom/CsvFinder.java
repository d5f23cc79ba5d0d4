package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
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

/** CSV files: one, or all below a folder in the order of their paths, compressed as Hadoop knows or not. */
record CsvFinder(CustomDatasetRequest request, JavaSparkContext spark, Configuration conf, InputErrors mistakes) {

    /** A task's share of the text. */
    private static final long CHUNK_BYTES = 64L << 20;

    CustomSource find(Map<Split, Path> splits) throws IOException {
        CsvLayout layout = null;
        Map<Split, SourceRows> parts = new EnumMap<>(Split.class);
        List<SourceFile> sources = new ArrayList<>();
        for (Map.Entry<Split, Path> split : splits.entrySet()) {
            FileSystem fileSystem = split.getValue().getFileSystem(conf);
            List<Chunk> chunks = new ArrayList<>();
            for (FileStatus file : SplitLayout.files(fileSystem, split.getValue())) {
                layout = layout == null ? layout(fileSystem, file.getPath()) : layout;
                chunks.addAll(CsvChunk.divide(file, CHUNK_BYTES, layout, conf));
                sources.add(CustomPreparation.unhashed(file));
            }
            parts.put(split.getKey(), ChunkedRows.part(spark, chunks, CHUNK_BYTES, mistakes));
        }
        if (layout == null) {
            throw InvalidInputException.of("--source %s has no files", request.source());
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("scale", "pixel = number / " + layout.scale());
        Shape shape = CustomPreparation.shape(request, layout.width());
        return new CustomSource(parts, shape, List.of(), sources, List.of(), choices);
    }

    /** From the first line of the first file. */
    private CsvLayout layout(FileSystem fileSystem, Path file) throws IOException {
        String[] first = firstLine(fileSystem, file).split(Pattern.quote(request.delimiter()), -1);
        int label = request.labelColumn() == null ? -1 : labelColumn(file, first);
        if (label >= 0 && first.length < 2) {
            throw InvalidInputException.of(
                    "%s has one column, which cannot be the label and the pixels: check --delimiter", file);
        }
        return new CsvLayout(request.delimiter(), request.header(), first.length, label, (float) request.scale());
    }

    private int labelColumn(Path file, String[] first) {
        String wanted = request.labelColumn();
        if (wanted.matches("\\d{1,9}")) {
            int column = Integer.parseInt(wanted);
            if (column < 1 || column > first.length) {
                throw InvalidInputException.of(
                        "%s has %d columns: --label-column %s is none of them", file, first.length, wanted);
            }
            return column - 1;
        }
        if (!request.header()) {
            throw InvalidInputException.of(
                    "--label-column %s is a name: add --header, or give its number from 1", wanted);
        }
        List<String> names = Arrays.stream(first)
                .map(name -> name.strip().replaceAll("^\"|\"$", ""))
                .toList();
        if (!names.contains(wanted)) {
            throw InvalidInputException.of("%s has no column '%s' in its header", file, wanted);
        }
        return names.indexOf(wanted);
    }

    private String firstLine(FileSystem fileSystem, Path file) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(file);
        try (InputStream stored = fileSystem.open(file);
                InputStream in = codec == null ? stored : codec.createInputStream(stored);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null || line.isEmpty()) {
                throw InvalidInputException.of("%s starts with an empty line: remove it", file);
            }
            return line;
        }
    }
}
