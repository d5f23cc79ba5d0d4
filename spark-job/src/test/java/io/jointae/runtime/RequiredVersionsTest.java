package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredVersionsTest {

    @Test
    void theVersionsOfTheTestsFit() {
        assertThat(RequiredVersions.problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"17, 3.5.0, 2.12.18", "21, 3.5.9, 2.12.18"})
    void versionsThatFitAreAccepted(int java, String spark, String scala) {
        assertThat(RequiredVersions.problem(java, spark, scala)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25 | 3.5.5 | 2.12.18 | Java 25 cannot run jointae and Spark 3.5, which need Java 17: set JAVA_HOME to a JDK 17.",
                "17 | 4.0.1 | 2.13.16 | Spark 4.0.1 for Scala 2.13 cannot run jointae, which needs Spark 3.5 for Scala 2.12:"
                        + " set SPARK_HOME to such a distribution.",
                "17 | 3.5.5 | 2.13.8 | Spark 3.5.5 for Scala 2.13 cannot run jointae, which needs Spark 3.5 for Scala 2.12:"
                        + " set SPARK_HOME to such a distribution.",
                "17 | 3.50.1 | 2.12.18 | Spark 3.50.1 for Scala 2.12 cannot run jointae, which needs Spark 3.5 for Scala 2.12:"
                        + " set SPARK_HOME to such a distribution."
            })
    void otherVersionsAreRefusedInOneSentence(int java, String spark, String scala, String sentence) {
        assertThat(RequiredVersions.problem(java, spark, scala)).hasValue(sentence);
    }
}
