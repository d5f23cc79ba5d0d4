package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import io.jointae.testing.TestSessions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Before it trains, {@code fit} logs the advice about workers, where an application shows the log of jointae. */
class AdviceLogTest {

    /** Keeps the lines of a logger. */
    private static final class Lines extends AbstractAppender {

        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        private Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }

    private static List<String> logged(Runnable action) {
        Logger logger = (Logger) LogManager.getLogger(TableTraining.class);
        Level before = logger.getLevel();
        Lines lines = new Lines();
        lines.start();
        Configurator.setLevel(logger.getName(), Level.INFO);
        logger.addAppender(lines);
        try {
            action.run();
            return lines.lines;
        } finally {
            logger.removeAppender(lines);
            Configurator.setLevel(logger.getName(), before);
            lines.stop();
        }
    }

    @Test
    void fitSaysHowTheStepsAreDividedHowManyWorkersPayAndWarnsOfTooMany() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            StackedAutoencoder stage = new StackedAutoencoder()
                    .setInputCol("pixels")
                    .setOption("hidden", "6,4")
                    .setOption("epochs", "1")
                    .setOption("batch-size", "10");
            assertThat(logged(() -> stage.fit(ScoringFixtures.table(spark, 80))))
                    .hasSize(2)
                    .startsWith("INFO One worker takes 8 steps per epoch.")
                    .last()
                    .asString()
                    .startsWith("INFO Further workers would not pay for this dataset and network (estimated from ");
            assertThat(logged(() -> stage.setOption("workers", "4").fit(ScoringFixtures.table(spark, 80))))
                    .hasSize(4)
                    .startsWith(
                            "INFO Each of the 4 workers takes 2 steps per epoch, 2 between two averagings: 1 round per"
                                    + " epoch.")
                    .contains(
                            "WARN Each worker takes only 2 steps between two averagings, so most of the time may go into"
                                    + " averaging: choose at most 1 worker.")
                    .anyMatch(line -> line.startsWith("WARN The 4 workers are more than pay: "));
        }
    }
}
