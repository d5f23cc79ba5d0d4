package io.jointae.sweep;

import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A session, a dataset of bars, and the results folder of a small sweep. */
abstract class SweepFixture {

    static final Configuration CONF = new Configuration();

    @TempDir
    static Path data;

    static SparkSession spark;

    @TempDir
    Path out;

    final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        DatasetBuilder.bars().write(spark, data);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static SweepPlan plan(String schemes, String layers, String noise) throws Exception {
        return plan(TestGrids.small(data.toString(), schemes, layers, noise));
    }

    static SweepPlan plan(String yaml) throws Exception {
        return SweepPlan.of(CONF, TestGrids.read(yaml));
    }

    Sweep.Summary run(SweepPlan plan, Supplier<List<RunListener>> listeners, boolean resume) throws Exception {
        PrintStream printed = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return new Sweep(spark, plan, out.toString(), 2, printed, listeners).run(resume);
    }

    List<StoredRow> rows() throws Exception {
        return ResultStore.in(CONF, out.toString()).read();
    }
}
