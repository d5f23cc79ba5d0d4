package io.jointae.report;

import io.jointae.base.InvalidInputException;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.TrainingCurve;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a results folder holds: {@code cells} (the store), {@code sheets/*.png}, and models with their
 * metrics anywhere below.
 */
record ResultsFolder(List<StoredRow> rows, List<TrainingCurve> curves, List<ReportBlock.Image> sheets) {

    static final String SHEETS = "sheets";

    /** @throws InvalidInputException if there is no such folder or nothing in it to report */
    static ResultsFolder in(Configuration conf, String results) throws IOException {
        Path folder = new Path(results);
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder) || !fileSystem.getFileStatus(folder).isDirectory()) {
            throw InvalidInputException.of("--results %s is no folder: give the --out of a sweep", results);
        }
        ResultsFolder findings = new ResultsFolder(
                ResultStore.in(conf, results).read(),
                TrainingCurve.below(conf, results),
                sheets(fileSystem, new Path(folder, SHEETS)));
        if (findings.rows().isEmpty()
                && findings.curves().isEmpty()
                && findings.sheets().isEmpty()) {
            throw InvalidInputException.of(
                    "--results %s has no %s, no trained models and no %s: give the --out of a sweep",
                    results, ResultStore.FOLDER, SHEETS);
        }
        return findings;
    }

    private static List<ReportBlock.Image> sheets(FileSystem fileSystem, Path folder) throws IOException {
        if (!fileSystem.exists(folder)) {
            return List.of();
        }
        List<Path> files = Arrays.stream(
                        fileSystem.listStatus(folder, file -> file.getName().endsWith(".png")))
                .map(FileStatus::getPath)
                .sorted(Comparator.comparing(Path::getName))
                .toList();
        List<ReportBlock.Image> sheets = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = fileSystem.open(file)) {
                sheets.add(new ReportBlock.Image(in.readAllBytes(), file.getName()));
            }
        }
        return sheets;
    }
}
