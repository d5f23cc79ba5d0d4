package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * The text that a command shows on standard error with the logging configuration of {@code deploy/submit}: its own
 * sentence, and the warnings of Spark.
 *
 * @param status the exit status of the command
 * @param text all that was printed
 */
record ShownErrors(int status, String text) {

    private static final URI CONFIGURATION =
            Path.of("../conf/log4j2.properties").toAbsolutePath().toUri();

    /** Runs a command in this process. */
    static ShownErrors of(String... args) {
        LoggerContext logging = (LoggerContext) LogManager.getContext(false);
        URI configured = logging.getConfigLocation();
        PrintStream standardError = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setErr(captured);
        try {
            logging.setConfigLocation(CONFIGURATION);
            int status = Jointae.run(captured, args);
            return new ShownErrors(status, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(standardError);
            logging.setConfigLocation(configured);
        }
    }

    /**
     * Checks that the input was refused with exit status 2 and one sentence, without a warning or a stack trace, and
     * returns the sentence. Lines of progress may precede it.
     */
    static String refusal(String... args) {
        ShownErrors shown = of(args);
        assertThat(shown.status()).as("%s", shown.text()).isEqualTo(2);
        List<String> lines = shown.text().lines().toList();
        String sentence = lines.get(lines.size() - 1);
        assertThat(sentence).as("%s", shown.text()).startsWith("jointae: ");
        assertThat(lines.subList(0, lines.size() - 1))
                .noneMatch(line -> line.startsWith("jointae: "))
                .noneMatch(line -> line.matches("(?s).*(WARN |ERROR |Exception|\\tat ).*"));
        return sentence;
    }
}
