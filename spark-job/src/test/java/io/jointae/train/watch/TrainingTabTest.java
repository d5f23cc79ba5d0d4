package io.jointae.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.data.PreparedDataset;
import io.jointae.report.HeadlessBrowser;
import io.jointae.testing.DatasetBuilder;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.history.HistoryServer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the tab of a live driver, and of the history server from the driver's event log, as a browser does. */
class TrainingTabTest {

    /** The number of charts, the lowest contrast of a text with what lies behind it, and what does not fit its place. */
    private static final String LOOK = """
            (() => {
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
              const contrast = (c, e) => {
                const a = light(c), b = light(behind(e));
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              };
              const tab = d.querySelector('.jointae');
              const texts = [...tab.querySelectorAll('th, td, h4, text')];
              const lines = [...tab.querySelectorAll('path.line')];
              return {
                charts: tab.querySelectorAll('svg').length,
                sheets: [...d.querySelectorAll('style')].filter(e => e.textContent.includes('.navbar')).length,
                rows: tab.querySelectorAll('tbody tr').length,
                text: Math.min(...texts.map(e => {
                  const style = w.getComputedStyle(e);
                  return contrast(e.tagName === 'text' ? style.fill : style.color, e);
                })),
                line: Math.min(...lines.map(e => contrast(w.getComputedStyle(e).stroke, e))),
                width: tab.scrollWidth - tab.clientWidth,
                tabs: [...d.querySelectorAll('.navbar a')].map(a => a.textContent.trim())
              };
            })()""";

    /** A link to a style sheet of Spark's own pages. */
    private static final Pattern STYLE_SHEET = Pattern.compile("<link [^>]*href=\"/static/([^\"?]+\\.css)[^>]*>");

    @TempDir
    static Path folder;

    private static final List<String> LIVE = new ArrayList<>();
    private static String finished;
    private static String application;

    private static Path eventLog() {
        return folder.resolve("events");
    }

    /** Trains layer by layer with two workers, and reads the page after every round. */
    @BeforeAll
    static void train() throws IOException, InterruptedException {
        try (SparkSession spark = SparkPages.session(eventLog()).getOrCreate()) {
            PreparedDataset data = PreparedDataset.open(
                    spark, DatasetBuilder.bars().test(10).width(16).write(spark, folder));
            SortedMap<String, String> options =
                    new TreeMap<>(TrainingOptions.paper(Scheme.L, 2, AutoEncoderKind.DAE, 0.3, 0.01)
                            .toMap());
            options.put("hidden", "8");
            options.put("epochs", "3");
            options.put("evaluate-every", "1");
            options.put("workers", "2");
            TrainingRun run = new TrainingRun(
                    TrainingOptions.of(options), folder.resolve("trial-7").toString(), false, false, 60);
            run.train(spark, data, List.of(new RunListener() {
                @Override
                public void onRoundEnd(TrainingPlan plan, TrainingState state) {
                    LIVE.add(SparkPages.settled(spark));
                }
            }));
            finished = SparkPages.settled(spark);
            application = spark.sparkContext().applicationId();
        }
    }

    @Test
    void aLiveDriverShowsTheEpochsOfTheRunThatTrains() {
        assertThat(LIVE).isNotEmpty();
        assertThat(LIVE.get(LIVE.size() - 1))
                .contains("bars DAE-2L (trial-7), running", "<td>6 of 6</td>", "http-equiv=\"refresh\"")
                .contains("Cost, layer 1 of 2", "Cost, layer 2 of 2")
                .contains("Examples per second", "Examples per second of each worker", "worker 1");
    }

    @Test
    void aRunThatHasEndedIsFinishedAndHasTheRankOfTheCodesOfEachLayer() {
        assertThat(finished)
                .contains("bars DAE-2L (trial-7), finished")
                .containsPattern("<td>finished</td><td>6 of 6</td>(<td>[\\d.,]+</td>){3}<td>[\\d.]+, [\\d.]+</td></tr>")
                .doesNotContain("http-equiv=\"refresh\"");
    }

    @Test
    @Timeout(60)
    void theHistoryServerShowsTheSameFromTheEventLog() throws InterruptedException {
        assertThat(SparkPages.contents(SparkPages.inHistory(eventLog(), application)))
                .isEqualTo(SparkPages.contents(finished));
    }

    /** Returns a page with the contents of Spark's style sheets in the place of the links to them. */
    private static String withStyleSheets(String page) throws IOException {
        Matcher link = STYLE_SHEET.matcher(page);
        StringBuilder whole = new StringBuilder();
        while (link.find()) {
            try (InputStream sheet =
                    HistoryServer.class.getResourceAsStream("/org/apache/spark/ui/static/" + link.group(1))) {
                String style = new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
                link.appendReplacement(whole, Matcher.quoteReplacement("<style>" + style + "</style>"));
            }
        }
        return link.appendTail(whole).toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBrowserShowsReadableChartsWhateverSchemeTheReaderPrefers(boolean dark) throws Exception {
        HeadlessBrowser browser = HeadlessBrowser.in(Files.createDirectories(folder.resolve("browser")));
        JsonNode look = browser.measure(withStyleSheets(finished), 1200, dark, LOOK);

        assertThat(look.get("charts").asInt()).as("%s", look).isEqualTo(4);
        assertThat(look.get("sheets").asInt()).isPositive();
        assertThat(look.get("rows").asInt()).isEqualTo(1);
        assertThat(look.get("text").asDouble()).isGreaterThan(4.5);
        assertThat(look.get("line").asDouble()).isGreaterThan(3);
        assertThat(look.get("width").asInt()).isLessThanOrEqualTo(1);
        assertThat(look.get("tabs").toString()).contains("Training", "Executors");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDarkThemeOfSparksPagesIsFollowed(boolean dark) throws Exception {
        HeadlessBrowser browser = HeadlessBrowser.in(Files.createDirectories(folder.resolve("browser")));
        String page = "<!DOCTYPE html><html" + (dark ? " data-bs-theme=\"dark\"" : "") + "><body style=\"background:"
                + (dark ? "#212529" : "#fff") + "\"><div class=\"navbar\"></div>"
                + finished.substring(finished.indexOf("<style>/* Spark"))
                + "</body></html>";
        JsonNode look = browser.measure(page, 1200, dark, LOOK);

        assertThat(look.get("text").asDouble()).as("%s", look).isGreaterThan(4.5);
        assertThat(look.get("line").asDouble()).isGreaterThan(3);
    }
}
