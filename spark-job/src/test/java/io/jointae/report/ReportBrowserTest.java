package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.data.Split;
import io.jointae.results.ResultStore;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens a report in a real browser, at the width of a phone and of a desktop, light and dark. */
class ReportBrowserTest {

    /** The contrast that the accessibility guidelines (WCAG 2.1, level AA) ask of normal text. */
    private static final double LEAST_CONTRAST = 4.5;

    private static final String LAYOUT = """
            {
              width: d.documentElement.scrollWidth,
              table: d.querySelector('table').getBoundingClientRect().top,
              pictures: [...d.querySelectorAll('figure')].map(f => f.getBoundingClientRect().top),
              papersTables: [...d.querySelectorAll('h2')].find(h => h.textContent === "The paper's tables")
                  .getBoundingClientRect().top,
              broken: [...d.images].filter(i => !(i.complete && i.naturalWidth > 0)).length,
              images: d.images.length,
              folded: [...d.querySelectorAll('details')].every(f => f.getBoundingClientRect().height < 80)
            }""";

    /** The lowest contrast of a text with what lies behind it, after everything has been unfolded. */
    private static final String CONTRAST = """
            (() => {
              d.querySelectorAll('details').forEach(f => f.open = true);
              const channels = c => c.match(/[\\d.]+/g).map(Number);
              const light = c => {
                const [r, g, b] = channels(c).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const behind = e => {
                for (; e; e = e.parentElement) {
                  const c = w.getComputedStyle(e).backgroundColor;
                  if (channels(c).length < 4 || channels(c)[3] > 0) return c;
                }
                return 'rgb(255, 255, 255)';
              };
              let worst = {ratio: 99, text: ''};
              for (const e of d.querySelectorAll('h1, h2, h3, p, th, td, small, summary, figcaption, text')) {
                const style = w.getComputedStyle(e);
                const a = light(e.tagName === 'text' ? style.fill : style.color), b = light(behind(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < worst.ratio) worst = {ratio, text: e.tagName + ' ' + e.textContent.slice(0, 40)};
              }
              return {worst, page: w.getComputedStyle(d.body).backgroundColor};
            })()""";

    /** The table of the paper's statements, which is the first one. */
    private static final String STATEMENTS = """
            (() => {
              const table = d.querySelector('table');
              const rows = [...table.querySelectorAll('tbody tr')];
              return {
                first: rows[0].cells[0].textContent,
                rows: rows.length,
                verdicts: rows.map(r => r.cells[1].textContent),
                cut: [...table.querySelectorAll('th, td')].filter(c => c.scrollWidth > c.clientWidth + 1).length
              };
            })()""";

    @TempDir
    private Path folder;

    private HeadlessBrowser browser;
    private String page;

    @BeforeEach
    void write() throws Exception {
        browser = HeadlessBrowser.in(Files.createDirectories(folder.resolve("browser")));
        String results = folder.resolve("results").toString();
        ResultStore store = ResultStore.in(new Configuration(), results);
        for (String model : new String[] {"DAE-2J", "DAE-2L"}) {
            store.append(measured(cell(model, 0.5, Split.VALID), 0.5, NOON));
            store.append(measured(cell(model, 0.5, Split.TEST), model.endsWith("J") ? 0.9 : 2, NOON));
            Path run = Files.createDirectories(Path.of(results, "models", model));
            Files.writeString(
                    run.resolve("model.json"), "{\"name\":\"%s\",\"data\":{\"name\":\"rect\"}}".formatted(model));
            Files.writeString(
                    run.resolve("metrics.jsonl"),
                    "{\"phase\":0,\"epoch\":1,\"train\":90,\"valid\":95}\n{\"phase\":0,\"epoch\":2,\"train\":50,\"valid\":60}\n");
            for (String picture : new String[] {"filters", "reconstructions", "samples"}) {
                ImageIO.write(
                        new BufferedImage(580, 290, BufferedImage.TYPE_BYTE_GRAY),
                        "png",
                        run.resolve(picture + ".png").toFile());
            }
        }
        Path out = folder.resolve("report.html");
        Report.write(new Configuration(), results, out.toString(), false);
        page = Files.readString(out);
    }

    @ParameterizedTest
    @CsvSource({"390, false", "390, true", "1280, false", "1280, true"})
    void thePageFitsItsWidthAndEveryTextIsLegible(int width, boolean dark) throws Exception {
        JsonNode measured = browser.measure(page, width, dark, "{layout: " + LAYOUT + ", colors: " + CONTRAST + "}");
        JsonNode layout = measured.path("layout");
        assertThat(layout.path("width").asInt()).as("width of the page").isLessThanOrEqualTo(width);
        assertThat(layout.path("images").asInt()).isEqualTo(6);
        assertThat(layout.path("broken").asInt()).as("images that do not show").isZero();
        assertThat(layout.path("folded").asBoolean())
                .as("rows without a measured cell are folded")
                .isTrue();

        JsonNode colors = measured.path("colors");
        assertThat(colors.path("page").asText()).isEqualTo(dark ? "rgb(20, 24, 28)" : "rgb(255, 255, 255)");
        assertThat(colors.path("worst").path("ratio").asDouble())
                .as("contrast of %s", colors.path("worst").path("text").asText())
                .isGreaterThanOrEqualTo(LEAST_CONTRAST);
    }

    @ParameterizedTest
    @CsvSource({"390, false", "1280, true"})
    void aWholeRowOpensWithItsStatementsAndFitsTheWidth(int width, boolean dark) throws Exception {
        String results = folder.resolve("row").toString();
        RectanglesRow.write(results);
        Path out = folder.resolve("row.html");
        Report.write(new Configuration(), results, out.toString(), false);
        String whole = Files.readString(out);
        JsonNode measured = browser.measure(
                whole,
                width,
                dark,
                "{layout: " + LAYOUT + ", statements: " + STATEMENTS + ", colors: " + CONTRAST + "}");
        JsonNode layout = measured.path("layout");
        assertThat(layout.path("width").asInt()).as("width of the page").isLessThanOrEqualTo(width);
        assertThat(layout.path("table").asDouble()).isBetween(0.0, width < 500 ? 500.0 : 300.0);
        JsonNode statements = measured.path("statements");
        assertThat(statements.path("first").asText()).startsWith("Joint training gives a higher likelihood");
        assertThat(statements.path("rows").asInt()).isEqualTo(10);
        assertThat(statements.path("verdicts"))
                .hasSize(10)
                .allSatisfy(
                        verdict -> assertThat(verdict.asText()).matches("[✓✗~] (supported|contradicted|not decided)"));
        assertThat(statements.path("cut").asInt())
                .as("fields whose text is cut off")
                .isZero();
        JsonNode colors = measured.path("colors");
        assertThat(colors.path("worst").path("ratio").asDouble())
                .as("contrast of %s", colors.path("worst").path("text").asText())
                .isGreaterThanOrEqualTo(LEAST_CONTRAST);
    }

    @Test
    void theFirstScreenOfADesktopShowsTheComparisonTheCurvesAndPictures() throws Exception {
        JsonNode layout = browser.measure(page, 1280, false, LAYOUT);
        assertThat(layout.path("table").asDouble()).isBetween(0.0, 300.0);
        assertThat(layout.path("pictures").get(0).asDouble()).isBetween(0.0, 700.0);
        assertThat(layout.path("pictures").get(1).asDouble()).isBetween(0.0, 700.0);
        layout.path("pictures")
                .forEach(picture -> assertThat(picture.asDouble())
                        .isLessThan(layout.path("papersTables").asDouble()));
    }
}
