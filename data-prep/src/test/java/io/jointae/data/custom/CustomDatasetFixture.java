package io.jointae.data.custom;

import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session for all tests of a class, and a folder with datasets for each test. */
abstract class CustomDatasetFixture {

    static SparkSession spark;

    @TempDir
    Path dir;

    CustomDatasets datasets;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void useTheFolder() {
        datasets = new CustomDatasets(spark, dir);
    }
}
