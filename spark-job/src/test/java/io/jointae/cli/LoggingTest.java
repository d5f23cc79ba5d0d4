package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** Checks what the logging configuration that deploy/submit passes shows to the user. */
class LoggingTest {

    private static Properties configuration() throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../conf/log4j2.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    private static String shown(String message, Throwable thrown) throws IOException {
        PatternLayout layout = PatternLayout.newBuilder()
                .withPattern(configuration().getProperty("appender.console.layout.pattern"))
                .withAlwaysWriteExceptions(false)
                .build();
        return layout.toSerializable(Log4jLogEvent.newBuilder()
                        .setLevel(Level.WARN)
                        .setLoggerName("org.apache.spark.scheduler.TaskSetManager")
                        .setMessage(new SimpleMessage(message))
                        .setThrown(thrown)
                        .build())
                .replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", "");
    }

    @Test
    void theStackTraceInAMessageOfSparkIsCut() throws IOException {
        assertThat(shown("Lost task 0.0: java.io.IOException: gone\n\tat a.B.c(B.java:1)\nCaused by: x\n", null))
                .isEqualTo("WARN TaskSetManager: Lost task 0.0: java.io.IOException: gone\n");
    }

    @Test
    void anExceptionIsShownOnTheLineOfItsMessage() throws IOException {
        assertThat(shown("Aborting", new IllegalStateException("boo")))
                .isEqualTo("WARN TaskSetManager: Aborting: java.lang.IllegalStateException: boo\n");
        assertThat(configuration()).containsEntry("appender.console.layout.alwaysWriteExceptions", "false");
    }

    @Test
    void aPortThatIsInUseIsNoWarning() throws IOException {
        assertThat(configuration())
                .containsEntry("logger.ports.name", "org.apache.spark.util.Utils")
                .containsEntry("logger.ports.level", "error");
    }

    @Test
    void theClientOfAnObjectStoreNeedsNoConfigurationOfMetrics() throws IOException {
        assertThat(configuration())
                .containsEntry("logger.s3metrics.name", "org.apache.hadoop.metrics2.impl.MetricsConfig")
                .containsEntry("logger.s3metrics.level", "error");
    }
}
