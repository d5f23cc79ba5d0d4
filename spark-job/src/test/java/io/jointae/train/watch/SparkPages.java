package io.jointae.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.history.FsHistoryProvider;
import org.apache.spark.deploy.history.HistoryServer;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Reads the tab "Training" of a live driver, and of the history server from the driver's event log, as a browser does. */
public final class SparkPages {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private SparkPages() {}

    /** Returns a builder of sessions that have web pages and write an event log. */
    public static SparkSession.Builder session(Path eventLog) throws IOException {
        return TestSessions.builder(2)
                .config("spark.ui.enabled", "true")
                .config("spark.ui.port", "0")
                .config("spark.eventLog.enabled", "true")
                .config(
                        "spark.eventLog.dir",
                        Files.createDirectories(eventLog).toUri().toString());
    }

    /** Returns the page of a driver as it is. */
    public static String live(SparkSession spark) {
        return get(spark.sparkContext().uiWebUrl().get() + "/training/");
    }

    /** Returns the page of a driver after all events until now. */
    public static String settled(SparkSession spark) {
        try {
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return live(spark);
    }

    /** Returns the page that the history server shows of an application that has ended. */
    public static String inHistory(Path eventLog, String application) throws InterruptedException {
        SparkConf conf = new SparkConf(false)
                .set("spark.history.fs.logDirectory", eventLog.toUri().toString())
                .set("spark.ui.port", "0");
        FsHistoryProvider provider = new FsHistoryProvider(conf);
        HistoryServer server = new HistoryServer(
                conf,
                provider,
                new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3()),
                0);
        server.initialize();
        server.bind();
        try {
            provider.checkForLogs();
            // The provider reads the event logs on threads of its own.
            while (!provider.getListing().hasNext()) {
                Thread.sleep(20);
            }
            return get("http://localhost:" + server.boundPort() + "/history/" + application + "/training/");
        } finally {
            server.stop();
        }
    }

    /** Returns the part of a page that is not Spark's. */
    public static String contents(String page) {
        int begin = page.indexOf("<div class=\"jointae\">");
        assertThat(begin).isPositive();
        return page.substring(begin, page.lastIndexOf("</figure>"));
    }

    private static String get(String address) {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
