package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.failed;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.ResultStore;
import io.jointae.results.TestRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** The files of a report, and the settings that failed. */
class ReportFilesTest extends ReportFixture {

    @Test
    void nothingInTheHtmlNeedsANetwork() throws Exception {
        fill();
        Report.write(conf, results, out, false);
        String html = Files.readString(Path.of(out));
        assertThat(html).doesNotContain("http:", "https:", "url(", "@import", "<script", "<link", "src=\"/");
        NodeList references = nodes(parse(html), "//@href | //@src");
        assertThat(IntStream.range(0, references.getLength())
                        .mapToObj(i -> references.item(i).getNodeValue()))
                .allMatch(reference -> reference.startsWith("data:"));
    }

    @Test
    void theMarkdownFileHasTheSameContent() throws Exception {
        fill();
        Report.write(conf, results, out, false);
        String markdown = Files.readString(Path.of(out.replace(".html", ".md")));
        // The cells of the paper's tables, and the two cells of the first screen.
        assertThat(markdown.split("<br>[(]", -1)).hasSize(1 + 360 + 2);
        assertThat(markdown)
                .contains("| rect | ✗ 2.00 ± 0.09†<br>(1.14 ± 0.09) |")
                .contains("<summary>Tables without a measured cell: I, III, IV, V, VI, VII</summary>")
                .contains("DAE-2J 60.00 on validation after 300 epochs")
                .contains("diverged in epoch 3 &lt;at \"layer\" 2>");
        // Every table line has as many fields as its header.
        String[] lines = markdown.split("\n");
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith("|") && lines[i - 1].startsWith("|")) {
                assertThat(lines[i].split("(?<!\\\\)\\|", -1)).hasSameSizeAs(lines[i - 1].split("(?<!\\\\)\\|", -1));
            }
        }
    }

    @Test
    void aReportOfTheSameResultsIsTheSame() throws Exception {
        fill();
        Report.write(conf, results, out, false);
        byte[] first = Files.readAllBytes(Path.of(out));
        Report.write(conf, results, out, true);
        assertThat(Files.readAllBytes(Path.of(out))).isEqualTo(first);
    }

    @Test
    void anExistingHtmlOrMarkdownFileIsRefusedBeforeAnythingIsRead() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/report.md"), "mine");
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("report.md exists")
                .hasMessageContaining("choose another path or set overwrite");
        assertThat(Files.exists(Path.of(out))).isFalse();
    }

    @Test
    void aFolderThatIsMissingOrEmptyAndAFileOfAnotherNameAreRefused() throws Exception {
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not a folder: name the output folder of a sweep");
        Files.createDirectories(Path.of(results));
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name the output folder of a sweep");
        assertThatThrownBy(() -> Report.write(conf, results, folder + "/report.pdf", false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not end with .html");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(Path.of(results));
        }
    }

    @Test
    void aFailureThatAResumedSweepMeasuredIsNoFailureAnyMore() throws Exception {
        fill();
        Cell measured = cell("DAE-2J", 0.9, Split.TEST);
        java.util.TreeMap<String, String> known = new java.util.TreeMap<>(measured.hyperparameters());
        known.remove("hidden");
        Cell before = new Cell("rect", measured.dataHash(), measured.model(), known, measured.metric(), Split.TEST, 1);
        ResultStore.in(conf, results).append(failed(before, "lost the machine", NOON));
        Report.write(conf, results, out, false);
        assertThat(Files.readString(Path.of(out)))
                .contains("diverged in epoch 3")
                .doesNotContain("lost the machine");
    }

    @Test
    void divergedSettingsAreListedApartFromFailedOnes() throws Exception {
        fill();
        ResultStore.in(conf, results)
                .append(TestRows.diverged(
                        cell("DAE-4J", 0.9, Split.TEST), "in epoch 7 of phase 1: its cost is NaN.", NOON));
        Report.write(conf, results, out, false);
        String markdown = Files.readString(Path.of(out.replace(".html", ".md")));
        int diverged = markdown.indexOf("## Diverged");
        int failed = markdown.indexOf("## Failed");
        assertThat(diverged).isPositive();
        assertThat(markdown.substring(diverged, failed))
                .contains("rect DAE-4J", "diverged in epoch 7 of phase 1: its cost is NaN.")
                .doesNotContain("DAE-3J");
        assertThat(markdown.substring(failed)).contains("rect DAE-3J").doesNotContain("DAE-4J, ");
    }
}
