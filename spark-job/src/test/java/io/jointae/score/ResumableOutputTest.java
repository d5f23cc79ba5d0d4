package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.LeaseRequest;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.ScoringFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ResumableOutputTest extends ScoreJobHarness {

    private ResumableOutput interruptedRun(ScoreRequest request) throws IOException {
        try (ResumableOutput output = ResumableOutput.open(
                new Configuration(),
                request,
                new ResumableOutput.RunFingerprint(
                        trained.card().parameters(), request.inputs(), "pixels", 3, true, true, false),
                LeaseRequest.Application.UNKNOWN)) {
            return output;
        }
    }

    @Test
    void resumeKeepsCompletePartitionsAndComputesTheOthers() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        ScoreRequest request = request().withExisting(ExistingOutput.RESUME);
        Path complete = Path.of(
                        ((RenamedPartitions) interruptedRun(request)).tree().toUri())
                .resolve("day=1");
        // The file names of a complete partition show that it is kept: computed again, it would have other ones.
        ScoreRequest other =
                ScoreRequest.of(model, List.of(input), output + "-other").withColumns(request.columns());
        score(other);
        Files.createDirectories(complete.getParent());
        Files.move(Path.of(other.output(), "day=1"), complete);
        List<Path> before = parquetFiles(complete);

        score(request);

        assertScored(ROWS);
        assertThat(parquetFiles(Path.of(output, "day=1"))).isEqualTo(before).isNotEmpty();
    }

    private static List<Path> parquetFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName)
                    .filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRunThatVersion01LeftIsResumed() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        Path run = Files.createDirectory(Path.of(output + ".run"));
        Files.writeString(
                run.resolve("request.json"),
                "{\"model\": \"%s\", \"inputs\": [\"%s\"], \"column\": \"pixels\", \"layer\": 3, \"reconstruction\": true,"
                                .formatted(trained.card().parameters(), input)
                        + " \"reconstructionError\": true, \"skipBad\": false}");
        score(request().withExisting(ExistingOutput.RESUME));
        assertScored(ROWS);
    }

    @Test
    void anInterruptedRunIsNotAnOutputAndIsReplacedOnlyOnRequest() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        ScoreRequest resume = request().withExisting(ExistingOutput.RESUME);
        interruptedRun(resume);
        assertThat(Files.exists(Path.of(output))).isFalse();
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(output + ".run is left from an interrupted run: set resume to continue it, or overwrite to"
                        + " start again.");
        assertThatThrownBy(() -> score(resume.withInvalidRows(InvalidRowPolicy.SKIP)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another model, input or option");
        score(request().withExisting(ExistingOutput.OVERWRITE));
        assertScored(ROWS);
    }

    @Test
    void anExistingOutputIsRefusedWithoutOverwrite() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        score(request());
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("overwrite");
        score(request().withExisting(ExistingOutput.OVERWRITE));
        assertScored(ROWS);
    }

    @Test
    void aWrittenOutputIsKeptByARunThatResumes() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        ScoreRequest resume = request().withExisting(ExistingOutput.RESUME);
        assertThat(new ScoreJob(spark, resume, line -> {}).written()).isEmpty();
        score(resume);
        List<Path> before = parquetFiles(Path.of(output, "day=1"));

        ScoreSummary.Rows rows = new ScoreSummary.Rows(ROWS, ROWS, 0);
        assertThat(new ScoreJob(spark, resume, line -> {})
                        .written()
                        .orElseThrow()
                        .rows())
                .isEqualTo(rows);
        assertThat(score(resume).rows()).isEqualTo(rows);
        assertThat(parquetFiles(Path.of(output, "day=1"))).isEqualTo(before).isNotEmpty();
        assertScored(ROWS);
    }

    @Test
    void aRunKilledBetweenItsLastStepAndItsExitLeavesNothingToDo() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        ScoreRequest resume = request().withExisting(ExistingOutput.RESUME);
        interruptedRun(resume);
        Path run = Path.of(output + ".run");
        Path kept = Files.move(run, dir.resolve("kept"));
        score(resume);
        // A killed driver leaves this folder beside the output: the request, the mark of the last step, and no table.
        Files.move(kept, run);
        Files.createFile(run.resolve("committed"));

        assertThat(new ScoreJob(spark, resume, line -> {}).written()).isPresent();
        assertThat(run).doesNotExist();
        assertScored(ROWS);
    }

    @Test
    void aRunKilledAfterItMovedTheSideTableIsResumed() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        ScoreRequest resume = request().withExisting(ExistingOutput.RESUME);
        Path tree = Path.of(((RenamedPartitions) interruptedRun(resume)).tree().toUri());
        Files.createDirectories(Path.of(output + "-bad"));
        assertThatThrownBy(() -> score(resume)).hasMessageContaining("-bad exists");
        Files.createFile(tree.resolveSibling("committed"));
        Files.createDirectories(tree);
        Files.writeString(tree.resolve("_REQUEST.json"), "left");
        score(resume);
        assertScored(ROWS);
        assertThat(Path.of(output + "-bad")).doesNotExist();
    }

    @Test
    void anOutputOfAnotherRequestIsNotTakenForThisOne() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        score(request());
        ScoreRequest other = request()
                .withColumns(new ScoreRequest.Columns(null, 1, false, false))
                .withExisting(ExistingOutput.RESUME);
        assertThatThrownBy(() -> score(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(output + " was written by a run with another model, input or option: choose another output"
                        + " (output), or set overwrite instead of resume.");
        Files.delete(Path.of(output, "_REQUEST.json"));
        assertThatThrownBy(() -> score(request().withExisting(ExistingOutput.RESUME)))
                .hasMessageContaining("exists");
    }

    @Test
    void resumeAndOverwriteExcludeEachOther() {
        assertThatThrownBy(() -> ExistingOutput.of(true, true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("resume and overwrite exclude each other: set only one of them.");
    }
}
