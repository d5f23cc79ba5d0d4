package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.collapsed;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.kept.WrongRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** A report shows our results beside those of the paper. */
class ReportTest extends ReportFixture {

    @Test
    void aCollapsedModelIsMarkedInTheTablesAndNotCompared() throws Exception {
        ResultStore store = ResultStore.in(conf, results);
        store.append(collapsed(cell("CAE-2J", 0.5, Split.VALID), 49, NOON));
        store.append(collapsed(cell("CAE-2J", 0.5, Split.TEST), 50, NOON));
        store.append(measured(cell("CAE-2L", 0.5, Split.TEST), 1.1, NOON));
        Report report = Report.write(conf, results, out, false);
        assertThat(report.better() + report.within() + report.worse()).isEqualTo(1);

        Document html = parse(Files.readString(Path.of(out)));
        assertThat(texts(html, "//td[@class='collapsed']"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).startsWith("⊘ 50.00 ± 0.09"));
        assertThat(html.getDocumentElement().getTextContent())
                .contains("⊘ 1 collapsed", "1 setting; 1 collapsed", "not compared: J has collapsed");
    }

    @Test
    void theHtmlHoldsEveryCellOfThePapersAndOursWhereMeasured() throws Exception {
        fill();
        Report report = Report.write(conf, results, out, false);
        assertThat(report).isEqualTo(new Report(out, out.replace(".html", ".md"), 360, 2, 0, 1, 1));

        Document html = parse(Files.readString(Path.of(out)));
        String cells = "//table[thead/tr/th[1] = 'dataset' and thead/tr/th[2] != 'origin']//td";
        assertThat(nodes(html, cells + "/small[starts-with(., '(')]").getLength())
                .isEqualTo(360);
        assertThat(nodes(html, cells + "[@class='open']").getLength()).isEqualTo(358);
        assertThat(texts(html, cells + "[@class='within']")).containsExactly("✓ 0.90 ± 0.09(0.83 ± 0.08)");
        assertThat(texts(html, cells + "[@class='worse']")).containsExactly("✗ 2.00 ± 0.09†(1.14 ± 0.09)");
        assertThat(texts(html, "//p"))
                .contains("2 of the paper's 360 cells are measured: ★ 0 better, ✓ 1 within, ✗ 1 worse.");
        assertThat(nodes(html, "//*[name()='svg']").getLength()).isEqualTo(1);
        assertThat(nodes(html, "//*[name()='svg']/*[name()='path' and contains(@d, 'L')]")
                        .getLength())
                .isEqualTo(4);
        assertThat(nodes(html, "//img[starts-with(@src, 'data:image/png;base64,')]")
                        .getLength())
                .isEqualTo(1);
        assertThat(html.getDocumentElement().getTextContent())
                .contains(
                        "Every cell has these options: hidden 1000.",
                        "epochs 20, learning-rate 0.01, noise 0.5, seed 1",
                        "epochs 20 (paper: 300)",
                        "official, content hash-of-rect",
                        "processor 2 cores")
                .contains("diverged in epoch 3 <at \"layer\" 2>");
    }

    @Test
    void theFirstScreenComparesJointWithLayerwiseTrainingAndShowsPicturesBeforeThePapersTables() throws Exception {
        fill();
        pictures("models/DAE-2J");
        Report.write(conf, results, out, false);
        Document html = parse(Files.readString(Path.of(out)));
        String beforeTheTables = "[following::h2[. = \"The paper's tables\"]]";
        String comparison = "//table[thead/tr/th[1] = 'measured on the test rows']" + beforeTheTables;
        // The layerwise model was trained for 20 epochs.
        assertThat(texts(html, "//table[thead/tr/th[1] = 'statement']/tbody/tr/td[3]"))
                .containsExactly("1 for, 0 against, 0 not decided †");
        assertThat(texts(html, comparison + "/thead/tr/th"))
                .containsExactly("measured on the test rows", "layerwise (L)", "joint (J)", "J compared with L");
        assertThat(texts(html, comparison + "/tbody/tr/*"))
                .containsExactly(
                        "rect DAE-2: linear SVM error in %",
                        "✗ 2.00 ± 0.09†(1.14 ± 0.09)",
                        "✓ 0.90 ± 0.09(0.83 ± 0.08)",
                        "J is lower by 1.10; the intervals do not overlap");
        assertThat(texts(html, "//table[thead/tr/th[1] = 'model']" + beforeTheTables + "/tbody/tr/*"))
                .containsExactly(
                        "DAE-2L on rect",
                        "2 layers of 1000 units, noise 0.5, learning-rate 0.01, epochs 20, seed 1",
                        "1 setting",
                        "1 min 2 s",
                        "DAE-2J on rect",
                        "2 layers of 1000 units, noise 0.5, learning-rate 0.01, epochs 300, seed 1",
                        "2 settings",
                        "1 min 2 s");
        assertThat(nodes(html, "//*[name()='svg']" + beforeTheTables).getLength())
                .isEqualTo(1);
        assertThat(texts(html, "//figcaption" + beforeTheTables))
                .containsExactly(
                        "DAE-2J on rect: filters of the lowest layer",
                        "DAE-2J on rect: training rows and their reconstructions",
                        "DAE-2J on rect: consecutive samples, the nearest training row last",
                        "rect DAE-2J samples");
    }

    @Test
    void modelsWithStoredWrongRowsAreComparedByAPairedTest() throws Exception {
        fill();
        StoredRow joint = measured(cell("DAE-2J", 0.5, Split.TEST), 0.9, NOON);
        StoredRow layerwise = measured(quick(), 2.0, NOON);
        // Of 1,000 rows, J alone gets 2 wrong and L alone 13: sign test p = 2 * P(X <= 2 | n = 15) = 0.0074.
        WrongRows.of(joint.key(), 1000, LongStream.range(0, 9).toArray()).write(conf, results);
        WrongRows.of(layerwise.key(), 1000, LongStream.range(2, 22).toArray()).write(conf, results);
        Report.write(conf, results, out, false);
        String text = parse(Files.readString(Path.of(out))).getDocumentElement().getTextContent();
        assertThat(text)
                .contains(
                        "joint training makes fewer errors (0.90 ± 0.09 %) than layerwise training (2.00 ± 0.09 %). On the"
                                + " same test rows, 2 are wrong only with joint training and 13 only with layerwise training");
        Matcher p = Pattern.compile("J is lower by 1.10; paired test: p = (0\\.\\d+)")
                .matcher(text);
        assertThat(p.find()).isTrue();
        assertThat(Double.parseDouble(p.group(1))).isBetween(0.002, 0.015);
    }

    @Test
    void wrongRowsOfAnotherMeasurementOfACellAreNotCompared() throws Exception {
        fill();
        StoredRow joint = measured(cell("DAE-2J", 0.5, Split.TEST), 0.9, NOON);
        StoredRow layerwise = measured(quick(), 2.0, NOON);
        // The cell of J has an error of 0.9 %, which are 9 rows and not 10.
        WrongRows.of(joint.key(), 1000, LongStream.range(0, 10).toArray()).write(conf, results);
        WrongRows.of(layerwise.key(), 1000, LongStream.range(2, 22).toArray()).write(conf, results);
        Report.write(conf, results, out, false);
        assertThat(parse(Files.readString(Path.of(out))).getDocumentElement().getTextContent())
                .contains("J is lower by 1.10")
                .doesNotContain("paired test:", "On the same test rows");
    }

    @Test
    void theReportOpensWithTheStatementsOfThePaperAndTheirVerdicts() throws Exception {
        ResultStore store = ResultStore.in(conf, results);
        for (String model : List.of("DAE-2J", "DAE-2L")) {
            boolean joint = model.endsWith("J");
            store.append(measured(cell(model, 0.5, Split.VALID), 0.5, NOON));
            StoredRow test = measured(cell(model, 0.5, Split.TEST), joint ? 6.0 : 3.0, NOON);
            store.append(test);
            // J alone gets 40 rows wrong and L alone 10: the paper states the opposite.
            WrongRows.of(
                            test.key(),
                            1000,
                            LongStream.range(joint ? 10 : 0, joint ? 70 : 30).toArray())
                    .write(conf, results);
        }
        Path notes = Files.createDirectories(Path.of(results, "notes"));
        Files.writeString(
                notes.resolve("joint-svm-dae.md"), "# title\n\nThe weights were\nequal.\n\nMore seeds too.\n");
        Report.write(conf, results, out, false);
        Document html = parse(Files.readString(Path.of(out)));
        assertThat(texts(html, "//table[1][thead/tr/th[1] = 'statement']/tbody/tr/*"))
                .containsExactly(
                        "Joint training of denoising stacks gives a lower error of the SVM than layerwise training."
                                + " (section IV-B, Table II)",
                        "✗ contradicted",
                        "p < 0.001",
                        "0 for, 1 against, 0 not decided");
        assertThat(texts(html, "//table[1]/thead/tr/th")).startsWith("statement", "verdict", "p-value", "comparisons");
        assertThat(texts(html, "//h2[. = 'What was checked']/following-sibling::p"))
                .startsWith(
                        "The weights were equal.",
                        "More seeds too.",
                        "rect DAE-2J and DAE-2L, linear SVM error in %: 6.00 and 3.00. The two trainings are equal in all options;"
                                + " seeds 1 and 1; chosen from 1 and 1 settings.");
    }

    @Test
    void initialWeightsOtherThanTheDefaultAreNamed() throws Exception {
        ResultStore store = ResultStore.in(conf, results);
        Cell byDefault = cell("DAE-3J", 0.5, Split.TEST);
        Cell glorot = byDefault.with(Map.of("initial-weights", "glorot"));
        for (Cell cell : List.of(byDefault, glorot)) {
            double valid = cell.equals(glorot) ? 0.1 : 0.9;
            store.append(List.of(measured(cell.on(Split.VALID), valid, NOON), measured(cell, 1 + valid, NOON)));
        }
        store.append(measured(cell("DAE-3L", 0.5, Split.TEST), 2.5, NOON));
        Report.write(conf, results, out, false);
        Document html = parse(Files.readString(Path.of(out)));
        assertThat(texts(html, "//td[@class='within']")).contains("✓ 1.10 ± 0.09‖(0.98 ± 0.09)");
        assertThat(texts(html, "//p"))
                .contains(
                        "2 of the paper's 360 cells are measured: ★ 0 better, ✓ 1 within, ✗ 1 worse. Validation results"
                                + " chose initial weights that are not the default (‖), and the paper does not state its own:"
                                + " glorot in II rect DAE-3J.");
        assertThat(texts(html, "//td"))
                // A statement of the paper is tested on the initial weights that both models have: 1.90 and 2.50.
                .contains(
                        "1.90 and 2.50",
                        "J is lower by 1.40; the intervals do not overlap; the initial weights of J are glorot, and those"
                                + " of L are glorot-logistic")
                .anySatisfy(text -> assertThat(text).contains("initial-weights glorot", "epochs 300"))
                .anySatisfy(text ->
                        assertThat(text).contains("initial-weights glorot").doesNotContain("hidden"));
    }

    @Test
    void tiedSettingsAreShownWithTheirRangeAndSeedsWithTheirs() throws Exception {
        ResultStore store = ResultStore.in(conf, results);
        double[] test = {0.2, 2.0};
        for (int i = 0; i < test.length; i++) {
            store.append(measured(cell("DAE-2J", i == 0 ? 0.5 : 0.7, Split.VALID), 0.5, NOON));
            store.append(measured(cell("DAE-2J", i == 0 ? 0.5 : 0.7, Split.TEST), test[i], NOON));
        }
        for (int seed = 1; seed <= 3; seed++) {
            for (Split split : List.of(Split.VALID, Split.TEST)) {
                Cell one = cell("DAE-2L", 0.5, split);
                Cell other =
                        new Cell("rect", one.dataHash(), one.model(), one.hyperparameters(), one.metric(), split, seed);
                store.append(measured(other, 1 + seed / 10.0, NOON));
            }
        }
        Report report = Report.write(conf, results, out, false);
        assertThat(report.filled()).isEqualTo(2);
        assertThat(report.better() + report.within() + report.worse()).isEqualTo(1);
        Document html = parse(Files.readString(Path.of(out)));
        String cells = "//table[thead/tr/th[1] = 'dataset' and thead/tr/th[2] != 'origin']//td";
        assertThat(texts(html, cells + "[@class='tied']"))
                .containsExactly("~ 0.20 ± 0.09¶ [tied: 0.20 to 2.00](0.83 ± 0.08)");
        assertThat(texts(html, cells + "[@class='within']"))
                .containsExactly("✓ 1.20 ± 0.09 [3 seeds: 1.10 to 1.30](1.14 ± 0.09)");
        assertThat(html.getDocumentElement().getTextContent())
                .contains("~ 1 tied", "2 settings; all tie, with test results from 0.20 to 2.00", "1 cell is tied");
    }

    @Test
    void rowsWithoutAMeasuredCellAreFoldedAway() throws Exception {
        fill();
        Report.write(conf, results, out, false);
        Document html = parse(Files.readString(Path.of(out)));
        assertThat(texts(html, "//details/summary"))
                .containsExactly(
                        "Every comparison, and 9 statements that are not measured",
                        "Table II: 8 rows without a measured cell",
                        "Tables without a measured cell: I, III, IV, V, VI, VII",
                        "How to read the tables");
        assertThat(nodes(html, "//details[@open]").getLength()).isZero();
        assertThat(texts(html, "//table[not(ancestor::details)][thead/tr/th[2] = 'DAE-2L']/tbody/tr/th"))
                .containsExactly("rect");
    }
}
