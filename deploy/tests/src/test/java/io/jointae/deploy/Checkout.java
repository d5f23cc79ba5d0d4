package io.jointae.deploy;

import java.nio.file.Path;

/** The paths of the packaged files in this checkout. */
final class Checkout {

    /** The root folder of the repository. */
    static final Path ROOT = Path.of(System.getProperty("jointae.root", "../.."))
            .toAbsolutePath()
            .normalize();

    static final Path SUBMIT = ROOT.resolve("deploy/submit");
    static final Path JAR = ROOT.resolve("spark-job/target/jointae.jar");
    static final Path SPARK_HOME = ROOT.resolve("deploy/target/spark");

    private Checkout() {}
}
