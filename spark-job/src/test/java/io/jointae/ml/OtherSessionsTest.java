package io.jointae.ml;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trains, encodes, saves and loads in sessions of other people's settings, and compares every number with the default
 * session. The sessions with the Kryo serializer have an executor in a process of its own, because nothing is deserialized
 * in a local session.
 */
@Tag("cluster")
class OtherSessionsTest {

    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

    /** The settings of a session that differ from the default session. Settings that do not affect each other share one. */
    enum Session {
        KRYO_SERIALIZER(Map.of("spark.serializer", KRYO)),
        KRYO_WITH_REGISTRATION(Map.of(
                "spark.serializer", KRYO,
                "spark.kryo.registrationRequired", "true",
                "spark.kryo.registrator", "io.jointae.runtime.KryoClasses")),
        STRICT_SQL_WITHOUT_ADAPTIVE_EXECUTION(Map.of(
                "spark.sql.ansi.enabled", "true",
                "spark.sql.caseSensitive", "true",
                "spark.sql.adaptive.enabled", "false")),
        ADAPTIVE_EXECUTION_WITH_SPECULATION_AND_ARROW(Map.of(
                "spark.sql.adaptive.enabled", "true",
                "spark.sql.adaptive.coalescePartitions.enabled", "true",
                "spark.sql.adaptive.forceApply", "true",
                "spark.speculation", "true",
                "spark.speculation.interval", "10ms",
                "spark.sql.execution.arrow.pyspark.enabled", "true")),
        DEFAULT_FILE_SYSTEM_IS_HDFS(Map.of());

        private final Map<String, String> settings;

        Session(Map<String, String> settings) {
            this.settings = settings;
        }

        boolean isKryo() {
            return settings.containsKey("spark.serializer");
        }
    }

    /** The numbers that a session computed. */
    private record Outcome(String parameters, List<String> codes, List<String> loaded, List<Double> predictions) {}

    @TempDir
    static Path folder;

    private static Outcome expected;

    @BeforeAll
    static void runTheDefaultSession() throws Exception {
        expected = run(TestSessions.builder(2), folder.resolve("default").toString(), true);
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberIsThatOfTheDefaultSession(Session session) throws Exception {
        if (session == Session.DEFAULT_FILE_SYSTEM_IS_HDFS) {
            Configuration conf = new Configuration();
            conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
            try (MiniDFSCluster hdfs =
                    new MiniDFSCluster.Builder(conf).numDataNodes(1).build()) {
                hdfs.waitActive();
                String root = hdfs.getFileSystem().getUri().toString();
                SparkSession.Builder builder = TestSessions.builder(2).config("spark.hadoop.fs.defaultFS", root);
                assertThat(run(builder, "/pipelines", true)).isEqualTo(expected);
                assertThat(hdfs.getFileSystem().exists(new org.apache.hadoop.fs.Path("/pipelines/estimator/metadata")))
                        .isTrue();
            }
            return;
        }
        SparkSession.Builder builder = session.isKryo() ? TestSessions.cluster(1, 2, 1024) : TestSessions.builder(2);
        session.settings.forEach(builder::config);
        // Spark does not register the classes of its own LogisticRegression.
        boolean classify = session != Session.KRYO_WITH_REGISTRATION;
        Outcome outcome = run(builder, folder.resolve(session.name()).toString(), classify);
        List<Double> predictions = classify ? expected.predictions() : List.of();
        assertThat(outcome)
                .isEqualTo(new Outcome(expected.parameters(), expected.codes(), expected.loaded(), predictions));
    }

    private static Outcome run(SparkSession.Builder builder, String path, boolean classify) throws Exception {
        SparkSession spark = builder.getOrCreate();
        try {
            Dataset<Row> table = ScoringFixtures.table(spark, 90)
                    .withColumn("label", col("day").cast("double"));
            StackedAutoencoder stage = new StackedAutoencoder()
                    .setInputCol("pixels")
                    .setOutputType("vector")
                    .setOption("hidden", "6,4")
                    .setOption("scheme", "UJ")
                    .setOption("epochs", "3")
                    .setOption("batch-size", "10")
                    .setOption("workers", "2")
                    .setOption("noise", "0.1");
            Pipeline pipeline = new Pipeline()
                    .setStages(
                            classify
                                    ? new PipelineStage[] {stage, new LogisticRegression().setMaxIter(5)}
                                    : new PipelineStage[] {stage});
            stage.save(path + "/estimator");
            assertThat(StackedAutoencoder.load(path + "/estimator").explainParams())
                    .isEqualTo(stage.explainParams());
            PipelineModel fitted = pipeline.fit(table);
            fitted.save(path + "/fitted");
            PipelineModel loaded = PipelineModel.load(path + "/fitted");
            StackedAutoencoderModel model = (StackedAutoencoderModel) fitted.stages()[0];
            List<Row> scored = loaded.transform(table).orderBy("id").collectAsList();
            List<Double> predictions = new ArrayList<>();
            if (classify) {
                scored.forEach(row -> predictions.add(row.getAs("prediction")));
            }
            return new Outcome(
                    ModelDirectory.hash(model.trained().model().parameters()),
                    codes(fitted.transform(table)),
                    codes(loaded.transform(table)),
                    predictions);
        } finally {
            spark.stop();
        }
    }

    private static List<String> codes(Dataset<Row> scored) {
        return scored.orderBy("id").select("id", "pixels", "features").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
