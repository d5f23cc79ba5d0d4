package io.jointae.spark;

import java.util.Arrays;
import java.util.Optional;

/** The lines of Spark that jointae supports. Each has a build of its own, because each has another Scala. */
public enum SparkLine {
    /** Spark 3.5. Its Hadoop 3.3 calls {@code Subject.getSubject}, which throws from Java 24 on. */
    SPARK_3_5("3.5", "2.12", "jointae.jar", 23, "17"),

    /** Spark 4, of which 4.2 was compiled against and tried. */
    SPARK_4("4", "2.13", "jointae-spark4.jar", 25, "17 or 21");

    private static final int OLDEST_JAVA = 17;

    private final String number;
    private final String scala;
    private final String jar;
    private final int newestJava;
    private final String recommendedJava;

    SparkLine(String number, String scala, String jar, int newestJava, String recommendedJava) {
        this.number = number;
        this.scala = scala;
        this.jar = jar;
        this.newestJava = newestJava;
        this.recommendedJava = recommendedJava;
    }

    /**
     * Returns the line to which a version belongs; empty if jointae does not support it.
     *
     * @param spark the version of Spark, such as {@code 3.5.5}
     * @param scala the version of Scala, such as {@code 2.12.18}
     */
    public static Optional<SparkLine> of(String spark, String scala) {
        return Arrays.stream(values())
                .filter(line -> spark.startsWith(line.number + ".") && scala.startsWith(line.scala + "."))
                .findFirst();
    }

    /** Returns the first digits of the versions, such as {@code 3.5}. */
    public String number() {
        return number;
    }

    /** Returns the version of Scala without its last part, such as {@code 2.12}. */
    public String scala() {
        return scala;
    }

    /** Returns the file name of the application jar for the line. */
    public String jar() {
        return jar;
    }

    /** Returns whether the line runs on a feature release of Java, such as 17. */
    public boolean runsOn(int java) {
        return java >= OLDEST_JAVA && java <= newestJava;
    }

    /** Returns the releases of Java on which the line is tested, for messages: {@code 17 or 21}. */
    public String recommendedJava() {
        return recommendedJava;
    }

    /** Returns the line for messages: {@code Spark 3.5 for Scala 2.12}. */
    @Override
    public String toString() {
        return "Spark " + number + " for Scala " + scala;
    }
}
