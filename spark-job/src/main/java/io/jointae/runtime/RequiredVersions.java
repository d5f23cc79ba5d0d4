package io.jointae.runtime;

import io.jointae.spark.BuildLine;
import io.jointae.spark.SparkLine;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.package$;
import scala.util.Properties;

/**
 * The versions of Java, Spark and Scala that this build runs on. The check runs before any other code of a command, which
 * would end in a missing method of another Spark, or in a security function that newer versions of Java no longer have.
 */
public final class RequiredVersions {

    private RequiredVersions() {}

    /** Returns a sentence about the first version of this process that does not fit; empty if all of them fit. */
    public static Optional<String> problem() {
        return problem(
                BuildLine.current(),
                Runtime.version().feature(),
                package$.MODULE$.SPARK_VERSION(),
                Properties.versionNumberString());
    }

    /**
     * Returns a sentence about the first version that does not fit, which says what to take instead.
     *
     * @param build the line of Spark for which the jar was built
     * @param java the feature release of Java, such as 17
     * @param spark the version of Spark, such as {@code 3.5.5}
     * @param scala the version of Scala, such as {@code 2.12.18}
     */
    static Optional<String> problem(SparkLine build, int java, String spark, String scala) {
        String found = "Spark " + spark + " for Scala " + scala.replaceAll("^(\\d+\\.\\d+).*", "$1");
        Optional<SparkLine> line = SparkLine.of(spark, scala);
        if (line.isEmpty()) {
            return Optional.of(String.format(
                    "%s cannot run jointae, which needs %s: set SPARK_HOME to such a distribution.",
                    found,
                    Arrays.stream(SparkLine.values()).map(SparkLine::toString).collect(Collectors.joining(" or "))));
        }
        if (line.get() != build) {
            return Optional.of(String.format(
                    "%s cannot run this jar, which needs %s: take %s instead.",
                    found, build, line.get().jar()));
        }
        if (!build.runsOn(java)) {
            return Optional.of(String.format(
                    "Java %d cannot run jointae and Spark %s, which need Java %s: set JAVA_HOME to a JDK %s.",
                    java, build.number(), build.recommendedJava(), build.recommendedJava()));
        }
        return Optional.empty();
    }
}
