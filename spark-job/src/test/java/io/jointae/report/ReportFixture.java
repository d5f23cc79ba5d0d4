package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.failed;
import static io.jointae.results.TestRows.measured;

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
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A folder of results, the reports that tests write about it, and what is in their HTML. */
abstract class ReportFixture {

    final Configuration conf = new Configuration();

    @TempDir
    Path folder;

    String results;
    String out;

    @BeforeEach
    void paths() {
        results = folder.resolve("results").toString();
        out = folder.resolve("out/report.html").toString();
    }

    void fill() throws IOException {
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

    void pictures(String run) throws IOException {
        for (String name : List.of("filters", "reconstructions", "samples")) {
            ImageIO.write(
                    new BufferedImage(560, 280, BufferedImage.TYPE_BYTE_GRAY),
                    "png",
                    Path.of(results, run, name + ".png").toFile());
        }
    }

    static Cell quick() {
        return cell("DAE-2L", 0.5, Split.TEST).with(Map.of("epochs", "20"));
    }

    void run(String run, String model, double end) throws IOException {
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

    static Document parse(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    }

    static NodeList nodes(Document html, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        return (NodeList) xpath.evaluate(path, html, XPathConstants.NODESET);
    }

    static List<String> texts(Document html, String path) throws Exception {
        NodeList found = nodes(html, path);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
