package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
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
                        trained.card().parameters(), request.inputs(), "pixels", 3, true, true, false))) {
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
    void resumeAndOverwriteExcludeEachOther() {
        assertThatThrownBy(() -> ExistingOutput.of(true, true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("resume and overwrite exclude each other: set only one of them.");
    }
}
