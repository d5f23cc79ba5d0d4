package io.jointae.report;

import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.results.QualityStudy;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.TrainingCurve;
import io.jointae.results.claim.RowEvidence;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.Resamples;
import io.jointae.results.kept.WrongRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a results folder: the store {@code cells}, the pictures in {@code sheets}, what is kept of single rows, the
 * notes, and the folders of trained models with their metrics and pictures.
 */
final class ResultsFolder implements RowEvidence {

    static final String SHEETS = "sheets";

    private static final Logger LOG = LoggerFactory.getLogger(ResultsFolder.class);
    private static final double PERCENT = 100;

    /** The pictures of a model's folder, and what each shows. */
    private static final Map<String, String> PICTURES = new LinkedHashMap<>();

    static {
        PICTURES.put("filters.png", "filters of the lowest layer");
        PICTURES.put("reconstructions.png", "training rows and their reconstructions");
        PICTURES.put("codes.png", "codes of the top layer on their two principal axes, colored by label");
        PICTURES.put("samples.png", "consecutive samples, the nearest training row last");
    }

    private final Configuration conf;
    private final String results;
    private final List<StoredRow> rows;
    private final List<TrainingCurve> curves;
    private final List<ReportBlock.Image> sheets;

    private ResultsFolder(
            Configuration conf,
            String results,
            List<StoredRow> rows,
            List<TrainingCurve> curves,
            List<ReportBlock.Image> sheets) {
        this.conf = conf;
        this.results = results;
        this.rows = rows;
        this.curves = curves;
        this.sheets = sheets;
    }

    /**
     * Reads a results folder.
     *
     * @throws InvalidInputException if the folder does not exist or contains nothing to report
     */
    static ResultsFolder in(Configuration conf, String results) throws IOException {
        Path folder = new Path(results);
        FileSystem fileSystem = folder.getFileSystem(conf);
        if (!fileSystem.exists(folder) || !fileSystem.getFileStatus(folder).isDirectory()) {
            throw InvalidInputException.ofField(
                    "results", "%s is not a folder: name the output folder of a sweep.", results);
        }
        ResultsFolder found = new ResultsFolder(
                conf,
                results,
                ResultStore.in(conf, results).read(),
                TrainingCurve.below(conf, results),
                sheets(fileSystem, new Path(folder, SHEETS)));
        if (found.rows.isEmpty() && found.curves.isEmpty() && found.sheets.isEmpty()) {
            throw InvalidInputException.ofField(
                    "results",
                    "%s has no folder %s, no trained models and no folder %s: name the output folder of a sweep.",
                    results,
                    ResultStore.FOLDER,
                    SHEETS);
        }
        return found;
    }

    /** Returns every row of the store. */
    List<StoredRow> rows() {
        return rows;
    }

    /** Returns the reconstruction curve of every trained model. */
    List<TrainingCurve> curves() {
        return curves;
    }

    /** Returns the comparison of several workers with one; empty if the folder has none. */
    Optional<QualityStudy> quality() throws IOException {
        return QualityStudy.find(conf, results);
    }

    /** Returns the pictures of the folder {@code sheets}, by name. */
    List<ReportBlock.Image> sheets() {
        return sheets;
    }

    /** Returns the pictures in the folder of the model that a row was measured on; empty if it has none. */
    List<ReportBlock.Image> pictures(StoredRow row) throws IOException {
        if (row.run() == null) {
            return List.of();
        }
        List<ReportBlock.Image> images = new ArrayList<>();
        Path folder = CommittedFolder.of(conf, new Path(results, row.run()).toString())
                .path();
        for (Map.Entry<String, String> picture : PICTURES.entrySet()) {
            Path file = new Path(folder, picture.getKey());
            FileSystem fileSystem = file.getFileSystem(conf);
            if (fileSystem.exists(file)) {
                images.add(image(
                        fileSystem,
                        file,
                        row.cell().model().name() + " on " + row.cell().dataset() + ": " + picture.getValue()));
            }
        }
        return images;
    }

    @Override
    public Optional<WrongRows> wrongRows(StoredRow row) throws IOException {
        Optional<WrongRows> found = WrongRows.find(conf, results, row.key());
        double error = row.result().value();
        // Rows that were copied from another folder without their cell may be those of another measurement.
        if (found.isPresent()
                && Math.abs(found.get().errorPercent() - error) * found.get().rows() > PERCENT / 2) {
            LOG.warn(
                    "{}/{}/{}.json belongs to another measurement of {}, with an error of {} % instead of {} %, so this cell"
                            + " is not compared row by row: measure the cell again.",
                    results,
                    WrongRows.FOLDER,
                    row.key(),
                    row.cell().model().name(),
                    found.get().errorPercent(),
                    error);
            return Optional.empty();
        }
        return found;
    }

    @Override
    public Optional<BlockMeans> blockMeans(StoredRow row) throws IOException {
        return BlockMeans.find(conf, results, row.key());
    }

    /** Returns the values of a measured cell on the resamples of a bootstrap; empty if they were not stored. */
    Optional<Resamples> resamples(StoredRow row) throws IOException {
        return Resamples.find(conf, results, row.key());
    }

    /** Returns the notes about the statements of the paper, by name. */
    Map<String, Note> notes() throws IOException {
        return Note.in(conf, results);
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
            sheets.add(image(fileSystem, file, file.getName().replaceFirst("\\.png$", "")));
        }
        return sheets;
    }

    private static ReportBlock.Image image(FileSystem fileSystem, Path file, String caption) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            return new ReportBlock.Image(in.readAllBytes(), caption);
        }
    }
}
