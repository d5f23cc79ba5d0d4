package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.ScoringFixtures;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scores with products in bfloat16, whose features differ from those of single precision by the rounding of factors. */
class Bfloat16ScoreTest extends ScoreJobHarness {

    private static final Arithmetic BFLOAT16 = new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16);

    @BeforeEach
    void needsBfloat16() {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
    }

    @Test
    void featuresDifferFromSinglePrecisionByTheRoundingOfFactors() throws IOException {
        ScoringFixtures.table(spark, ROWS).repartition(3).write().parquet(input);
        score(request().withArithmetic(BFLOAT16));
        List<Row> rows = spark.read().parquet(output).collectAsList();
        assertThat(rows).hasSize(ROWS);
        double largest = 0;
        for (Row row : rows) {
            float[] pixels = ScoringFixtures.pixels(row.<Long>getAs("id"), ScoringFixtures.INPUTS);
            double[] expected = ScoringFixtures.code(trained.model(), pixels, 3);
            double[] features = ScoringFixtures.doubles(row.getList(row.fieldIndex("features")));
            assertThat(features).containsExactly(expected, within(0.01));
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(features[i] - expected[i]));
            }
        }
        assertThat(largest).isGreaterThan(TOLERANCE);
    }

    @Test
    void aWrittenOutputIsNotTakenForThatOfAnotherPrecision() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().parquet(input);
        score(request().withArithmetic(BFLOAT16));
        ScoreRequest resumed = request().withExisting(ExistingOutput.RESUME);
        assertThatThrownBy(() -> score(resumed))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was written by a run with another model, input or option");
        assertThat(score(resumed.withArithmetic(BFLOAT16)).rows().rowsOut()).isEqualTo(ROWS);
    }
}
