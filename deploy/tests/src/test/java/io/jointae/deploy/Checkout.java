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
    public static final Path JAR = ROOT.resolve("spark-job/target/jointae.jar");
    public static final Path SPARK_HOME = ROOT.resolve("deploy/target/spark");

    private Checkout() {}
}
