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
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

    private final Configuration conf = new Configuration();

    @TempDir
    private Path folder;

    private String results;
    private String out;

    @BeforeEach
    void paths() {
        results = folder.resolve("results").toString();
        out = folder.resolve("out/report.html").toString();
    }

    @Test
    void theHtmlHoldsEveryCellOfThePapersAndOursWhereMeasured() throws Exception {
        fill();
        Report report = Report.write(conf, results, out, false);
        assertThat(report).isEqualTo(new Report(out, out.replace(".html", ".md"), 360, 2, 0, 1, 1));

        Document html = parse(Files.readString(Path.of(out)));
        // Tables I-VII are those whose first column is headed dataset and that have models beside.
        assertThat(nodes(html, "//td/small[starts-with(., '(')]").getLength()).isEqualTo(360);
        assertThat(nodes(html, "//td[@class='open']").getLength()).isEqualTo(358);
        assertThat(texts(html, "//td[@class='within']")).containsExactly("✓ 0.90 ± 0.09(0.83 ± 0.08)");
        assertThat(texts(html, "//td[@class='worse']")).containsExactly("✗ 2.00 ± 0.09†(1.14 ± 0.09)");
        assertThat(texts(html, "//p[1]").get(0))
                .startsWith("2 of the paper's 360 cells are filled: ★ 0 better, ✓ 1 within, ✗ 1 worse.");
        assertThat(nodes(html, "//*[name()='svg']").getLength()).isEqualTo(1);
        assertThat(nodes(html, "//*[name()='svg']/*[name()='path' and contains(@d, 'L')]")
                        .getLength())
                .isEqualTo(4);
        assertThat(nodes(html, "//img[starts-with(@src, 'data:image/png;base64,')]")
                        .getLength())
                .isEqualTo(1);
        assertThat(html.getDocumentElement().getTextContent())
                .contains(
                        "All have hidden 1000.",
                        "epochs 20, learning-rate 0.01, noise 0.5, seed 1",
                        "epochs 20 (paper: 300)",
                        "official, content hash-of-rect",
                        "processor 2 cores")
                .contains("diverged in epoch 3 <at \"layer\" 2>");
    }

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
    void theMarkdownTwinSaysTheSame() throws Exception {
        fill();
        Report.write(conf, results, out, false);
        String markdown = Files.readString(Path.of(out.replace(".html", ".md")));
        assertThat(markdown.split("<br>[(]", -1)).hasSize(361);
        assertThat(markdown)
                .contains("| rect | ✗ 2.00 ± 0.09†<br>(1.14 ± 0.09) |")
                .contains("## Reconstruction error per epoch (Figure 3)")
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
    void anExistingReportOrTwinIsRefusedBeforeAnythingIsRead() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/report.md"), "mine");
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("report.md exists")
                .hasMessageContaining("--overwrite");
        assertThat(Files.exists(Path.of(out))).isFalse();
    }

    @Test
    void aFolderThatIsMissingOrEmptyAndAFileOfAnotherNameAreRefused() throws Exception {
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no folder");
        Files.createDirectories(Path.of(results));
        assertThatThrownBy(() -> Report.write(conf, results, out, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give the --out of a sweep");
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

    private void fill() throws IOException {
        ResultStore store = ResultStore.in(conf, results);
        store.append(List.of(
                measured(cell("DAE-2J", 0.5, Split.VALID), 0.5, NOON),
                measured(cell("DAE-2J", 0.5, Split.TEST), 0.9, NOON)));
        store.append(measured(cell("DAE-2J", 0.9, Split.VALID), 1.5, NOON));
        store.append(measured(cell("DAE-2J", 0.9, Split.TEST), 0.1, NOON));
        store.append(measured(quick(), 2.0, NOON));
        store.append(failed(cell("DAE-3J", 0.9, Split.TEST), "diverged in epoch 3 <at \"layer\" 2>", NOON));
        run("models/DAE-2J", "DAE-2J", 60);
        run("models/DAE-2L", "DAE-2L", 70);
        run("models/another DAE-2J", "DAE-2J", 50);
        Path sheets = Files.createDirectories(Path.of(results, "sheets"));
        ImageIO.write(
                new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                sheets.resolve("rect DAE-2J samples.png").toFile());
    }

    private static Cell quick() {
        return cell("DAE-2L", 0.5, Split.TEST).with(Map.of("epochs", "20"));
    }

    private void run(String run, String model, double end) throws IOException {
        Path directory = Files.createDirectories(Path.of(results, run));
        Files.writeString(directory.resolve("model.json"), "{\"name\":\"" + model + "\",\"data\":{\"name\":\"rect\"}}");
        StringBuilder lines = new StringBuilder();
        for (int epoch = 1; epoch <= 300; epoch++) {
            double valid = end + 150 * (Math.exp(-epoch / 40.0) - Math.exp(-300 / 40.0));
            lines.append("{\"phase\":0,\"epoch\":%d,\"cost\":1.0,\"train\":%s,\"valid\":%s}\n"
                    .formatted(epoch, valid - 5, valid));
        }
        Files.writeString(directory.resolve("metrics.jsonl"), lines);
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    }

    private static NodeList nodes(Document html, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        return (NodeList) xpath.evaluate(path, html, XPathConstants.NODESET);
    }

    private static List<String> texts(Document html, String path) throws Exception {
        NodeList found = nodes(html, path);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
