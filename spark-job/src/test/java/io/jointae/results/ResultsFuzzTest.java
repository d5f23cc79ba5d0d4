package io.jointae.results;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.results.kept.WrongRows;
import io.jointae.testing.FuzzedFile;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Damaged files of a results folder: they are read or refused as invalid input. */
class ResultsFuzzTest {

    private static final Configuration CONF = new Configuration();
    private static final FuzzedFile CELLS = new FuzzedFile();
    private static final FuzzedFile ROWS = new FuzzedFile();
    private static final FuzzedFile CURVES = new FuzzedFile();
    private static final byte[] CARD =
            "{\"name\":\"AE-1J\",\"data\":{\"name\":\"bars\"}}".getBytes(StandardCharsets.UTF_8);

    @FuzzTest(maxDuration = "2h")
    void cells(byte[] bytes) {
        Path file = new Path(CELLS.write("cell.parquet", bytes).toUri());
        FuzzedFile.parse(() -> CellFile.read(CONF, file));
    }

    @FuzzTest(maxDuration = "2h")
    void wrongRows(byte[] bytes) {
        ROWS.write(WrongRows.FOLDER + "/cell.json", bytes);
        FuzzedFile.parse(() -> WrongRows.find(CONF, ROWS.folder().toString(), "cell"));
    }

    @FuzzTest(maxDuration = "2h")
    void trainingCurve(byte[] bytes) {
        CURVES.write("model/model.json", CARD);
        CURVES.write("model/metrics.jsonl", bytes);
        FuzzedFile.parse(
                () -> TrainingCurve.below(CONF, CURVES.folder().toString()).forEach(curve -> {
                    curve.epochs();
                    curve.lastValid();
                }));
    }
}
