package io.jointae.evaluate.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.testing.TestSessions;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnomalyScoresTest {

    private static final int ROWS = 400;

    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Scores with many ties; a shift above 0 makes anomalies score higher. */
    private static AnomalyScores scores(double shift, long seed) {
        Random anomalies = new Random(1);
        Random random = new Random(seed);
        boolean[] anomalous = new boolean[ROWS];
        double[] scores = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            anomalous[i] = anomalies.nextInt(5) == 0;
            scores[i] = Math.round(4 * (random.nextGaussian() + (anomalous[i] ? shift : 0)));
        }
        return new AnomalyScores(anomalous, scores);
    }

    @Test
    void theAreaIsTheShareOfPairsInTheRightOrder() {
        AnomalyScores scores = scores(1, 2);
        double right = 0;
        double pairs = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ROWS; j++) {
                if (scores.anomalous()[i] && !scores.anomalous()[j]) {
                    pairs++;
                    right += scores.scores()[i] > scores.scores()[j]
                            ? 1
                            : scores.scores()[i] == scores.scores()[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(scores.measure(context, 20, 1).auroc().value()).isCloseTo(right / pairs, within(1e-12));
    }

    /** With distinct scores, it is the mean over the anomalies of the precision among the rows that score as high. */
    @Test
    void theAveragePrecisionIsTheMeanPrecisionAtTheAnomalies() {
        AnomalyScores scores = scores(1, 3);
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            if (scores.anomalous()[i]) {
                double hits = 0;
                double above = 0;
                for (int j = 0; j < ROWS; j++) {
                    if (scores.scores()[j] >= scores.scores()[i]) {
                        above++;
                        hits += scores.anomalous()[j] ? 1 : 0;
                    }
                }
                sum += hits / above;
            }
        }
        assertThat(scores.measure(context, 20, 1).averagePrecision().value())
                .isCloseTo(sum / scores.anomalies(), within(1e-12));
    }

    /** Hanley and McNeil (1982) give the standard error of the area from the probabilities of triples. */
    @Test
    void theIntervalOfTheAreaIsThatOfHanleyAndMcNeil() {
        AnomalyScores scores = scores(1, 4);
        AnomalyScores.Interval auroc = scores.measure(context, 1000, 1).auroc();
        double a = auroc.value();
        double q1 = a / (2 - a);
        double q2 = 2 * a * a / (1 + a);
        double p = scores.anomalies();
        double n = ROWS - p;
        double error = Math.sqrt((a * (1 - a) + (p - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / (p * n));
        assertThat(auroc.ci95()).isCloseTo(1.96 * error, within(0.15 * 1.96 * error));
    }

    @Test
    void aScoreDoesNotDifferFromItselfAndDiffersFromNoise() {
        AnomalyScores good = scores(2, 5);
        AnomalyScores noise = scores(0, 6);
        AnomalyScores.PValues same = good.compare(good, context, 200, 1);
        assertThat(same.auroc()).isEqualTo(1);
        assertThat(same.averagePrecision()).isEqualTo(1);
        AnomalyScores.PValues different = good.compare(noise, context, 200, 1);
        assertThat(different.auroc()).isCloseTo(2.0 / 201, within(1e-12));
        assertThat(different.averagePrecision()).isCloseTo(2.0 / 201, within(1e-12));
        assertThat(good.compare(noise, context, 200, 1)).isEqualTo(different);
    }
}
