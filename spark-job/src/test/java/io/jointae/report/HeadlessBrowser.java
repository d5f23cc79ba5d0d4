package io.jointae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real browser without a window: Chromium renders a page and returns what a script measured in it. Where no Chromium
 * is on the search path, the test is reported as skipped; in CI, where it must be installed, the test fails.
 */
public final class HeadlessBrowser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern ANSWER = Pattern.compile("<pre id=\"answer\">([^<]*)</pre>");
    private static final long MOST_SECONDS = 120;

    private final Path folder;
    private final String program;

    private HeadlessBrowser(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /** Returns the browser of this machine, which keeps its files in the given folder. */
    public static HeadlessBrowser in(Path folder) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : NAMES) {
                if (Files.isExecutable(Path.of(directory, name))) {
                    return new HeadlessBrowser(folder, Path.of(directory, name).toString());
                }
            }
        }
        String missing = "no Chromium is on the search path: install the package chromium to run this test";
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        return abort(missing);
    }

    /**
     * Renders a page in a frame of the given width and evaluates an expression in it.
     *
     * @param page the HTML text
     * @param width of the frame, in CSS pixels
     * @param dark whether the reader prefers a dark color scheme
     * @param expression JavaScript over {@code w} (the frame's window) and {@code d} (its document)
     */
    public JsonNode measure(String page, int width, boolean dark, String expression) throws Exception {
        String frame = page.replace("&", "&amp;").replace("\"", "&quot;");
        Path wrapper = folder.resolve("frame.html");
        Files.writeString(wrapper, """
                <!DOCTYPE html>
                <html><head><meta charset="utf-8"></head><body style="margin:0">
                <pre id="answer"></pre>
                <iframe id="frame" width="%d" height="900" style="border:0" srcdoc="%s"></iframe>
                <script>
                window.addEventListener('load', () => {
                  const w = document.getElementById('frame').contentWindow;
                  const d = w.document;
                  document.getElementById('answer').textContent = encodeURIComponent(JSON.stringify(%s));
                });
                </script>
                </body></html>
                """.formatted(width, frame, expression));
        String dom = dump(wrapper, dark);
        Matcher answer = ANSWER.matcher(dom);
        assertThat(answer.find())
                .as("the browser's answer in %s", dom.substring(0, Math.min(400, dom.length())))
                .isTrue();
        assertThat(answer.group(1)).as("the script's answer").isNotEmpty();
        return new ObjectMapper().readTree(java.net.URLDecoder.decode(answer.group(1), StandardCharsets.UTF_8));
    }

    private String dump(Path page, boolean dark) throws IOException, InterruptedException {
        Path output = folder.resolve("dom.html");
        List<String> command = new ArrayList<>(List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1400,1000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--dump-dom",
                page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
            fail("the browser did not finish within %d seconds", MOST_SECONDS);
        }
        return Files.readString(output);
    }
}
