package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that a person types first: the version, the checks of the machine, and completion in a shell. */
class TerminalCommandsTest {

    @TempDir
    Path folder;

    @Test
    void theVersionNamesSparkTheEngineAndTheProcessor() {
        StringWriter text = new StringWriter();
        assertThat(Jointae.commandLine().setOut(new PrintWriter(text)).execute("--version"))
                .isZero();

        assertThat(text.toString().lines().toList())
                .satisfiesExactly(
                        own -> assertThat(own).matches("jointae \\d+\\.\\d+.*"),
                        spark -> assertThat(spark)
                                .matches("Spark \\d+\\.\\d+\\.\\d+ for Scala 2\\.1\\d\\.\\d+, Java \\d+.*"),
                        engine -> assertThat(engine).matches("Engine nd4j.* build of the native libraries"),
                        processor -> assertThat(processor).matches("Processor .+, \\d+ cores?.*"));
    }

    @Test
    void theDoctorPrintsOneSentencePerCheckAndSucceedsOnThisMachine() {
        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        int status;
        try {
            status = Jointae.run(System.err, "doctor");
        } finally {
            System.setOut(standardOutput);
        }

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text.lines())
                .hasSizeGreaterThan(8)
                .allMatch(line -> line.matches("(ok|advice|problem) +[A-Z].*[.]"));
        assertThat(text).contains("Java ", "Spark ", "native libraries", "bf16", "GPU", "heap");
        assertThat(status).isEqualTo(text.contains("problem") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, submit tra, train",
        "2, submit train --sche, --scheme",
        "2, submit svm --comp, --compare",
        "1, submit doc, doctor"
    })
    void bashCompletesCommandsAndOptions(int position, String words, String completed) throws Exception {
        assertThat(completions(position, words)).contains(completed);
    }

    private List<String> completions(int position, String words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("submit"), CompletionCommand.script());
        String[] parts = words.split(" ");
        String shell =
                """
                . '%s'
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
                _complete_submit submit '%s' '%s'
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, words, position, words, words.length(), parts[position], parts[position - 1]);
        Process bash = new ProcessBuilder("bash", "-c", shell)
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }
}
