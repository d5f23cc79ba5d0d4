package io.jointae.deploy;

import java.nio.file.Path;

/** The paths of the packaged files in this checkout. */
public final class Checkout {

    /** The root folder of the repository. */
    public static final Path ROOT = Path.of(System.getProperty("jointae.root", "../.."))
            .toAbsolutePath()
            .normalize();

    /** The number of this JVM among those that run tests at the same time. */
    static final String FORK = System.getProperty("jointae.fork", "0");

    public static final Path SUBMIT = ROOT.resolve("deploy/submit");

    /** The line of Spark that the tests run on, as {@code JOINTAE_SPARK} names it. */
    public static final String SPARK_LINE = System.getProperty("jointae.spark.line", "3.5");

    private static final boolean SPARK_4 = SPARK_LINE.equals("4");

    public static final Path JAR =
            ROOT.resolve("spark-job").resolve(SPARK_4 ? "target/spark4/jointae-spark4.jar" : "target/jointae.jar");
    public static final Path SPARK_HOME =
            ROOT.resolve("deploy").resolve(SPARK_4 ? "target/spark4/spark" : "target/spark");

    private Checkout() {}
}
