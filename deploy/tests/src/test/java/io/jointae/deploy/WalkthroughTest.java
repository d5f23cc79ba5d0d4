package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of each walk-through in an empty folder, in their order, and compares what they print with the page.
 * Counts and words must be equal. A measured value may differ by the half width of its interval or by 3 %, because
 * another processor adds in another order.
 */
@Tag("cluster")
class WalkthroughTest {

    private static final Path PAGES = Checkout.ROOT.resolve("docs/walkthroughs");

    /** A block of commands or of output. */
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```\\n", Pattern.DOTALL);

    private static final Pattern INTERVAL = Pattern.compile("(-?\\d+\\.\\d+) \\+- (\\d+\\.\\d+)");
    private static final Pattern WRONG_ROWS = Pattern.compile("(?<=wrong on |on )\\d+(?=,| test rows,)");
    private static final Pattern P_VALUE = Pattern.compile("p = (\\d\\.\\d+)");
    private static final Pattern SECONDS = Pattern.compile("in \\d+ s\\b");
    private static final Pattern DECIMAL = Pattern.compile("(?<![\\w.])\\d+\\.\\d+(?![\\w.]*\\d)");

    private static final double RELATIVE_TOLERANCE = 0.03;

    /** The folders of the checkout that commands of the pages name. */
    private static final List<String> LINKS = List.of("docs", "deploy");

    /** The folder that the pages name where a command prints the path of a file. */
    private static final String HOME = "/home/me";

    @TempDir
    private Path folder;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".md")
                            && !file.getFileName().toString().equals("README.md"))
                    .sorted()
                    .toList();
            assertThat(pages).hasSizeGreaterThanOrEqualTo(4);
            return pages;
        }
    }

    /** Commands, and the lines that the page shows as their output. */
    private record Step(List<String> commands, List<String> output) {}

    private static List<Step> steps(String page) {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            List<String> lines = block.group(2).lines().toList();
            if (block.group(1).equals("sh")) {
                steps.add(new Step(lines, new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).output.addAll(lines);
            }
        }
        return steps;
    }

    /** JUnit warns of links that it finds in the folder of a test. */
    @AfterEach
    void removeLinks() throws IOException {
        for (String link : LINKS) {
            Files.deleteIfExists(folder.resolve(link));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theCommandsOfThePagePrintWhatItShows(Path page) throws Exception {
        for (String link : LINKS) {
            Files.createSymbolicLink(folder.resolve(link), Checkout.ROOT.resolve(link));
        }
        List<Step> steps = steps(Files.readString(page));
        assertThat(steps).hasSizeGreaterThanOrEqualTo(4);
        for (Step step : steps) {
            boolean refused = step.output.get(0).startsWith("jointae: ");
            StringBuilder printed = new StringBuilder();
            for (String command : step.commands) {
                Command.Result result = run(command);
                assertThat(result.status()).as("%s\n%s", command, result).isEqualTo(refused ? 2 : 0);
                printed.append(refused ? errors(result) : result.out());
            }
            String text = printed.toString().replace(folder.toRealPath().toString(), HOME);
            compare(step.output, text.lines().toList());
        }
    }

    /** Runs a line as a user does. The driver starts directly, with settings for a JVM of tests. */
    private Command.Result run(String line) throws Exception {
        Path natives = Path.of("target/javacpp-" + Checkout.FORK).toAbsolutePath();
        return Command.of("bash", "-c", line)
                .environment(
                        "JDK_JAVA_OPTIONS",
                        System.getProperty("jointae.jvm", "") + " \"-Dorg.bytedeco.javacpp.cachedir=" + natives + '"')
                .environment("MASTER", "local[2]")
                .in(folder)
                .run();
    }

    /** Returns the errors of a command without what Java and the progress of the command add. */
    private static String errors(Command.Result result) {
        return result.err().lines().filter(line -> line.startsWith("jointae: ")).collect(Collectors.joining("\n"));
    }

    private static void compare(List<String> shown, List<String> printed) {
        assertThat(printed.stream().map(WalkthroughTest::words))
                .containsExactlyElementsOf(
                        shown.stream().map(WalkthroughTest::words).toList());
        for (int i = 0; i < shown.size(); i++) {
            compare(shown.get(i), printed.get(i));
        }
    }

    /** Returns a line without what may differ. */
    private static String words(String line) {
        String text = INTERVAL.matcher(line).replaceAll("VALUE");
        text = WRONG_ROWS.matcher(text).replaceAll("ROWS");
        text = P_VALUE.matcher(text).replaceAll("p = P");
        return SECONDS.matcher(text).replaceAll("in N s");
    }

    private static void compare(String shown, String printed) {
        Matcher expected = INTERVAL.matcher(shown);
        Matcher actual = INTERVAL.matcher(printed);
        while (expected.find() && actual.find()) {
            double value = Double.parseDouble(expected.group(1));
            double tolerance = Math.max(Double.parseDouble(expected.group(2)), RELATIVE_TOLERANCE * Math.abs(value));
            assertThat(Double.parseDouble(actual.group(1)))
                    .as("%s\n%s", shown, printed)
                    .isCloseTo(value, within(tolerance));
        }
        Matcher expectedP = P_VALUE.matcher(shown);
        Matcher actualP = P_VALUE.matcher(printed);
        if (expectedP.find() && actualP.find()) {
            assertThat(Double.parseDouble(actualP.group(1)) < 0.05)
                    .as("significance at 5 %%: %s\n%s", shown, printed)
                    .isEqualTo(Double.parseDouble(expectedP.group(1)) < 0.05);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyDecimalNumberOfTheTextIsInTheOutputAboveOrBelowIt(Path page) throws IOException {
        String text = Files.readString(page);
        List<Double> printed = new ArrayList<>();
        steps(text).forEach(step -> step.output.forEach(line -> printed.addAll(decimals(line))));
        for (String number : decimalTexts(BLOCK.matcher(text).replaceAll("").replaceAll("`[^`]*`", ""))) {
            int decimals = number.length() - number.indexOf('.') - 1;
            double half = 0.5 * Math.pow(10, -decimals) + 1e-9;
            assertThat(printed)
                    .as("%s in the text of %s", number, page.getFileName())
                    .anyMatch(value -> Math.abs(value - Double.parseDouble(number)) <= half);
        }
    }

    private static List<Double> decimals(String line) {
        return decimalTexts(line).stream().map(Double::valueOf).toList();
    }

    private static List<String> decimalTexts(String text) {
        return DECIMAL.matcher(text).results().map(found -> found.group()).toList();
    }
}
