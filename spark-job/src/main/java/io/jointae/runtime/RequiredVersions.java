package io.jointae.runtime;

import java.util.Optional;
import org.apache.spark.package$;
import scala.util.Properties;

/**
 * The versions of Java, Spark and Scala that this build runs on. The check runs before any other code of a command, which
 * would end in a missing method of another Spark, or in a security function that newer versions of Java no longer have.
 */
public final class RequiredVersions {

    private static final String SPARK = "3.5";
    private static final String SCALA = "2.12";
    private static final int OLDEST_JAVA = 17;

    /** Hadoop 3.3 calls {@code Subject.getSubject}, which throws from Java 24 on. */
    private static final int NEWEST_JAVA = 23;

    private RequiredVersions() {}

    /** Returns a sentence about the first version of this process that does not fit; empty if all of them fit. */
    public static Optional<String> problem() {
        return problem(Runtime.version().feature(), package$.MODULE$.SPARK_VERSION(), Properties.versionNumberString());
    }

    /**
     * Returns a sentence about the first version that does not fit.
     *
     * @param java the feature release of Java, such as 17
     * @param spark the version of Spark, such as {@code 3.5.5}
     * @param scala the version of Scala, such as {@code 2.12.18}
     */
    static Optional<String> problem(int java, String spark, String scala) {
        if (java < OLDEST_JAVA || java > NEWEST_JAVA) {
            return Optional.of(String.format(
                    "Java %d cannot run jointae and Spark %s, which need Java %d: set JAVA_HOME to a JDK %d.",
                    java, SPARK, OLDEST_JAVA, OLDEST_JAVA));
        }
        if (!spark.startsWith(SPARK + ".") || !scala.startsWith(SCALA + ".")) {
            return Optional.of(String.format(
                    "Spark %s for Scala %s cannot run jointae, which needs Spark %s for Scala %s: set SPARK_HOME to such a"
                            + " distribution.",
                    spark, scala.replaceAll("^(\\d+\\.\\d+).*", "$1"), SPARK, SCALA));
        }
        return Optional.empty();
    }
}
