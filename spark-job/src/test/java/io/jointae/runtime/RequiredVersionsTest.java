package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.spark.SparkLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredVersionsTest {

    @Test
    void theVersionsOfTheTestsFit() {
        assertThat(RequiredVersions.problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SPARK_3_5, 17, 3.5.0, 2.12.18",
        "SPARK_3_5, 21, 3.5.9, 2.12.18",
        "SPARK_4, 17, 4.0.1, 2.13.16",
        "SPARK_4, 21, 4.2.0, 2.13.18"
    })
    void versionsThatFitAreAccepted(SparkLine build, int java, String spark, String scala) {
        assertThat(RequiredVersions.problem(build, java, spark, scala)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SPARK_3_5 | 25 | 3.5.5 | 2.12.18 | Java 25 cannot run jointae and Spark 3.5, which need Java 17:"
                        + " set JAVA_HOME to a JDK 17.",
                "SPARK_4 | 11 | 4.2.0 | 2.13.18 | Java 11 cannot run jointae and Spark 4, which need Java 17 or 21:"
                        + " set JAVA_HOME to a JDK 17 or 21.",
                "SPARK_3_5 | 21 | 4.0.1 | 2.13.16 | Spark 4.0.1 for Scala 2.13 cannot run this jar, which needs Spark 3.5 for"
                        + " Scala 2.12: take jointae-spark4.jar instead.",
                "SPARK_4 | 17 | 3.5.5 | 2.12.18 | Spark 3.5.5 for Scala 2.12 cannot run this jar, which needs Spark 4 for"
                        + " Scala 2.13: take jointae.jar instead.",
                "SPARK_3_5 | 17 | 3.5.5 | 2.13.8 | Spark 3.5.5 for Scala 2.13 cannot run jointae, which needs Spark 3.5 for"
                        + " Scala 2.12 or Spark 4 for Scala 2.13: set SPARK_HOME to such a distribution.",
                "SPARK_4 | 17 | 3.50.1 | 2.12.18 | Spark 3.50.1 for Scala 2.12 cannot run jointae, which needs Spark 3.5 for"
                        + " Scala 2.12 or Spark 4 for Scala 2.13: set SPARK_HOME to such a distribution."
            })
    void otherVersionsAreRefusedInOneSentence(SparkLine build, int java, String spark, String scala, String sentence) {
        assertThat(RequiredVersions.problem(build, java, spark, scala)).hasValue(sentence);
    }
}
