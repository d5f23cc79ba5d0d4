package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.Json;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.StackModel;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.options.TrainingOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model trained again from its card. */
class ReproduceTest {

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static String data;
    private static String model;

    private record Ran(int status, String out, String errors) {}

    @BeforeAll
    static void train() throws IOException {
        spark = TestSessions.local();
        data = DatasetBuilder.bars().test(10).width(16).write(spark, folder);
        model = folder.resolve("model").toString();
        Ran ran = run(
                "train",
                "--data",
                data,
                "--model",
                model,
                "--scheme",
                "UJ",
                "--kind",
                "dae,cae",
                "--hidden",
                "8",
                "--epochs",
                "3",
                "--batch-size",
                "10",
                "--learning-rate",
                "0.01",
                "--json");
        assertThat(ran.status()).as(ran.errors()).isZero();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Ran run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int status = Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), words);
            return new Ran(status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void aModelIsReproducedBitForBitOnTheSameMachine() {
        Ran ran = run("reproduce", model);
        assertThat(ran.status()).as(ran.errors()).isZero();
        assertThat(ran.out()).contains("bars DAE+CAE-2UJ: identical, bit for bit");
        Map<?, ?> again = Json.parse(run("reproduce", model, "--json").out(), Map.class, "output");
        assertThat(again.get("identical")).isEqualTo(true);
        assertThat(again.get("maxDifference")).isEqualTo(0.0);
        assertThat(again.get("maxCostDifference")).isEqualTo(0.0);
        assertThat(again.get("environment")).isEqualTo(Map.of());
    }

    @Test
    void aModelWithOtherParametersIsNotReproducedAndTheDifferencesAreListed() throws IOException {
        Configuration conf = new Configuration();
        ModelDirectory read = ModelDirectory.read(conf, model);
        float[] parameters = read.model().parameters().clone();
        parameters[5] += 0.25f;
        ModelCard card = read.card();
        TreeMap<String, String> environment = new TreeMap<>(card.run().environment());
        environment.put("java", "11");
        ModelCard other = new ModelCard(
                card.identity(),
                card.data(),
                card.options(),
                card.seed(),
                new ModelCard.Run(environment, card.run().started(), card.seconds()),
                new ModelCard.Result(ModelDirectory.hash(parameters), card.history()));
        String dir = folder.resolve("other").toString();
        new ModelDirectory(new StackModel(read.model().architecture(), parameters), read.updaters(), other)
                .write(conf, dir, false);
        Ran ran = run("reproduce", dir);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("not reproduced")
                .contains("largest difference 0.250")
                .contains("java: 11 -> " + System.getProperty("java.version"));
        assertThat(run("reproduce", dir, "--tolerance", "0.3").status()).isZero();
    }

    @Test
    void aCardWithoutParametersIsReproducedByItsHashOrItsCosts() throws IOException {
        Path card = Files.createDirectories(folder.resolve("card"));
        Files.copy(Path.of(model, "model.json"), card.resolve("model.json"));
        Ran same = run("reproduce", card.toString());
        assertThat(same.status()).as(same.errors()).isZero();
        assertThat(same.out()).contains("bars DAE+CAE-2UJ: identical, bit for bit");
        Path other = Files.createDirectories(folder.resolve("other-card"));
        String hash = ModelDirectory.readCard(new Configuration(), model).parameters();
        Files.writeString(
                other.resolve("model.json"),
                Files.readString(card.resolve("model.json")).replace(hash, "0".repeat(64)));
        Ran byCost = run("reproduce", other.toString());
        assertThat(byCost.status()).as(byCost.errors()).isZero();
        assertThat(byCost.out())
                .contains("the last cost is within the tolerance of 0.05")
                .contains("parameters: not stored, and their hash is another one");
        Files.writeString(
                other.resolve("model.json"),
                Files.readString(other.resolve("model.json")).replaceAll("\"cost\" : ", "\"cost\" : 1"));
        Ran different = run("reproduce", other.toString());
        assertThat(different.status()).isEqualTo(1);
        assertThat(different.out()).contains("not reproduced");
        assertThat(run("reproduce", folder.resolve("bars").toString()).status()).isEqualTo(2);
    }

    @Test
    void theOptionsOfEveryPublishedCardCanBeTrainedWith() throws IOException {
        try (Stream<Path> models = Files.list(Path.of("../results/models"))) {
            List<Path> folders = models.filter(Files::isDirectory).toList();
            assertThat(folders).hasSizeGreaterThanOrEqualTo(7);
            for (Path each : folders) {
                ModelCard card = ModelDirectory.readCard(new Configuration(), each.toString());
                TrainingOptions options = TrainingOptions.stored(card.options());
                assertThat(options.modelName()).isEqualTo(card.name());
                assertThat(options.plan(card.data().name(), 784).phases()).isNotEmpty();
                assertThat(card.history()).hasSizeGreaterThanOrEqualTo(options.epochs());
            }
        }
    }

    @Test
    void aDatasetWithAnotherHashIsRefused() throws IOException {
        String others = DatasetBuilder.bars().train(61).test(10).width(16).write(spark, folder.resolve("others"));
        Ran ran = run("reproduce", model, "--data", others);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.errors().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("but model DAE+CAE-2UJ was trained on bars with the hash"));
    }

    @Test
    void aRunThatDivergesEndsWithOneSentenceThatNamesTheOptionToLower() {
        String wild = folder.resolve("wild").toString();
        Ran ran = run(
                "train",
                "--data",
                data,
                "--model",
                wild,
                "--hidden",
                "8",
                "--epochs",
                "3",
                "--batch-size",
                "10",
                "--learning-rate",
                "1e30");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.errors().lines()).hasSize(1);
        assertThat(ran.errors())
                .contains("bars DAE-2J diverged in epoch 1 of phase 1")
                .contains("Lower the learning rate, which is 1.0E30.");
        assertThat(folder.resolve("wild/model.json")).doesNotExist();
    }

    @Test
    void theDatasetMayBeInAnotherFolder() {
        assertThat(List.of(run("reproduce", model, "--data", data).status())).containsExactly(0);
    }
}
