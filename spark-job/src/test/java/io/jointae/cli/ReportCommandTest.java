package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.cli.outcome.ExitStatus;
import io.jointae.data.Split;
import io.jointae.results.ResultStore;
import io.jointae.results.TestRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void writesBothFilesAndReplacesThemOnlyOnRequest() throws IOException {
        ResultStore.in(new Configuration(), folder.toString())
                .append(TestRows.measured(TestRows.cell("DAE-2J", 0.5, Split.TEST), 0.9, TestRows.NOON));
        assertThat(report("--results", folder.toString(), "--out", folder + "/r.html"))
                .isZero();
        assertThat(folder.resolve("r.html")).exists();
        assertThat(folder.resolve("r.md")).exists();
        assertThat(report("--results", folder.toString(), "--out", folder + "/r.html"))
                .isEqualTo(ExitStatus.INVALID_INPUT);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("r.html exists")
                .contains("--overwrite");
        assertThat(report("--results", folder.toString(), "--out", folder + "/r.html", "--overwrite"))
                .isZero();
    }

    @Test
    void aDamagedResultFileIsReportedInOneLineWithStatusTwo() throws IOException {
        Path cells = Files.createDirectories(folder.resolve(ResultStore.FOLDER));
        Files.write(cells.resolve("x.parquet"), new byte[] {1, 2, 3});
        assertThat(report("--results", folder.toString(), "--out", folder + "/r.html"))
                .isEqualTo(ExitStatus.INVALID_INPUT);
        assertThat(errors.toString(StandardCharsets.UTF_8).strip())
                .startsWith("jointae: ")
                .contains("x.parquet is not a complete Parquet file")
                .doesNotContain("\n");
        assertThat(folder.resolve("r.html")).doesNotExist();
    }

    @Test
    void aMissingRequiredOptionIsNamed() {
        assertThat(report("--results", folder.toString())).isEqualTo(ExitStatus.INVALID_INPUT);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--out");
    }

    private int report(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "report";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), arguments);
    }
}
