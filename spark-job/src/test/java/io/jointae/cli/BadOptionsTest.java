package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.Json;
import io.jointae.data.DataFile;
import io.jointae.data.Manifest;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.feature.Scaling;
import io.jointae.feature.TableFeatures;
import io.jointae.train.InterruptedRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An invalid option ends the command with status 2 and one line, before any data is read. The dataset is a manifest whose
 * files are missing, so that reading it would cause another message. No Spark session is ever started.
 */
class BadOptionsTest {

    @TempDir
    Path folder;

    private String data;
    private String model;

    @BeforeEach
    void manifestWithoutFiles() throws IOException {
        Path dataset = Files.createDirectory(folder.resolve("bars"));
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                "bars",
                Shape.flat(16),
                2,
                List.of(),
                Map.of(Split.TRAIN, 10L, Split.VALID, 5L, Split.TEST, 5L),
                List.of(new DataFile("split=train/part-00000.parquet", 1000, "00")),
                List.of(),
                "bars",
                new TreeMap<>(),
                null,
                List.of(),
                "0.1.0",
                "0123",
                Scaling.NONE,
                TableFeatures.NONE,
                null);
        Files.writeString(dataset.resolve(Manifest.FILE), Json.pretty(manifest));
        data = dataset.toString();
        model = folder.resolve("model").toString();
    }

    @AfterEach
    void nothingWasStartedOrWritten() {
        boolean started = SparkSession.getDefaultSession().isDefined();
        if (started) {
            SparkSession.getDefaultSession().get().stop();
        }
        assertThat(started).isFalse();
        assertThat(Path.of(model)).doesNotExist();
    }

    @Test
    void theBenchmarkOfCodesNeedsAModelAndItsDataset() {
        String needed = "jointae: The benchmark svm-codes needs --model and --data: give both.";
        assertThat(oneLine("bench", "svm-codes").strip()).isEqualTo(needed);
        assertThat(oneLine("bench", "--model", model).strip()).isEqualTo(needed);
    }

    private static String oneLine(String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int status = Jointae.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), words);
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(status).as(said).isEqualTo(2);
        assertThat(said.lines()).as(said).hasSize(1);
        return said;
    }

    private String train(String... words) {
        List<String> all = new ArrayList<>(List.of("train", "--data", data, "--model", model));
        all.addAll(List.of(words));
        return oneLine(all.toArray(String[]::new));
    }

    @Test
    void aMisspelledOptionIsNamedEvenIfARequiredOptionIsMissing() {
        assertThat(oneLine("svm", "--modle", model, "--data", data))
                .contains("--modle")
                .doesNotContain("Missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--noise -0.1 | noise -0.1",
                "--noise NaN | noise NaN",
                "--noise 1.5 --corruption masking | noise 1.5",
                "--layers 0 | layers 0",
                "--layers -2 | layers -2",
                "--hidden 0 | hidden 0",
                "--hidden 5,6,7 | hidden has 3 values for 2 layers",
                "--kind rbm | kind rbm is invalid: it must be ae, dae or cae.",
                "--scheme X | scheme X is invalid",
                "--corruption rain | corruption rain is invalid: it must be gaussian",
                "--activation tanh --scheme L | activation tanh is invalid: layer 2 reconstructs units of this activation",
                "--activation step | activation step is invalid",
                "--output-activation tanh | output-activation tanh is invalid: the cross-entropy loss needs logistic",
                "--loss hinge | loss hinge is invalid: it must be cross-entropy",
                "--contraction -1 --kind cae | contraction -1 is invalid",
                "--weight-decay -1 | weight-decay -1 is invalid",
                "--l1 -1 | l1 -1 is invalid",
                "--learning-rate 0 | learning-rate 0 is invalid",
                "--learning-rate Infinity | learning-rate Infinity",
                "--batch-size 0 | batch-size 0",
                "--epochs 0 | epochs 0",
                "--epochs ten | ten",
                "--workers 0 | workers 0",
                "--workers 11 | workers 11 is more than the 10 training examples",
                "--averaging-frequency -1 | averaging-frequency -1",
                "--optimizer-state lost | optimizer-state lost is invalid: it must be average or keep.",
                "--outer-optimizer adam | outer-optimizer adam is invalid: it must be average, momentum or nesterov.",
                "--engine cuda | engine cuda is invalid: it must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32.",
                "--engine torch-cpu | engine torch-cpu is not on the class path: add the jar of the module torch-engine",
                "--precision half | precision half is invalid: it must be float, bfloat16 or auto.",
                "--precision bfloat16 --engine torch-cpu | precision bfloat16 does not work with --engine torch-cpu: set"
                        + " --engine to nd4j, or --precision to float.",
                "--outer-optimizer nesterov | outer-optimizer nesterov needs 2 workers or more: set --workers, or choose",
                "--workers 2 --outer-optimizer nesterov --outer-momentum 1 | outer-momentum 1 is invalid: it must be a"
                        + " number of at least 0 and less than 1.",
                "--workers 2 --outer-optimizer momentum --outer-learning-rate 0 | outer-learning-rate 0 is invalid",
                "--workers 2 --outer-optimizer average --outer-momentum 0.9 | outer-momentum 0.9 has no effect",
                "--learning-rate-rule cubic | learning-rate-rule cubic is invalid: it must be none, sqrt or linear.",
                "--warm-up-steps -1 | warm-up-steps -1 is invalid: it must be a whole number of 0 or more.",
                "--optimiser-state lost | optimizer-state lost is invalid",
                "--evaluate-every -1 | evaluate-every -1",
                "--checkpoint-every -1 | checkpoint-every -1.0",
                "--nosie 0.1 | --nosie"
            })
    void train(String options, String named) {
        assertThat(train(options.split(" "))).contains(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "svm --engine cuda | --engine cuda is unknown: choose one of nd4j, torch-cpu, torch-cuda, torch-cuda-tf32.",
                "reconstruct --engine torch-cpu | engine torch-cpu is not on the class path: add the jar of the module",
                "probe --precision half | --precision half is unknown: choose one of float, bfloat16, auto.",
                "rank --precision bfloat16 --engine torch-cpu | precision bfloat16 does not work with --engine torch-cpu",
                "parzen --precision bfloat16 --samples here | --samples reads drawn ones: leave out --precision",
                "finetune --precision float | --precision"
            })
    void precisionOfEvaluations(String command, String named) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("--data", data, "--model", model));
        assertThat(oneLine(all.toArray(String[]::new))).contains(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--learning-rate 0 | learning-rate 0.0",
                "--batch-size 0 | batch-size 0",
                "--epochs -1 | epochs -1",
                "--patience 0 | patience 0",
                "--parallel 0 | parallel 0"
            })
    void finetune(String options, String named) {
        List<String> all = new ArrayList<>(List.of("finetune", "--data", data, "--model", model));
        all.addAll(List.of(options.split(" ")));
        assertThat(oneLine(all.toArray(String[]::new))).contains(named);
    }

    @Test
    void reproduceRefusesANegativeTolerance() {
        assertThat(oneLine("reproduce", model, "--tolerance", "-1")).contains("--tolerance -1.0");
    }

    @Test
    void aFolderThatIsNoDatasetIsNamed() {
        assertThat(oneLine("train", "--data", folder.resolve("nowhere").toString(), "--model", model))
                .contains("nowhere has no manifest.json");
        assertThat(oneLine("train", "--model", model)).contains("--data");
    }

    @Test
    void aResumeWithOtherOptionsNamesEachDifference() throws IOException {
        InterruptedRun.checkpoint(model + ".run", "0123", "noise", "0.3", "hidden", "8");
        assertThat(train("--resume", "--hidden", "8", "--learning-rate", "0.01"))
                .contains("noise was 0.3 and is now 0.5")
                .contains("learning-rate was 0.001 and is now 0.01")
                .doesNotContain("hidden");
    }

    @Test
    void anInterruptedRunIsNotOverwrittenWithoutConsent() throws IOException {
        InterruptedRun.checkpoint(model + ".run", "0123");
        assertThat(train()).contains("--resume").contains("--overwrite");
    }

    @Test
    void anExistingModelIsNotReplacedWithoutConsent() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.writeString(there.resolve("model.json"), "{}");
        assertThat(oneLine("train", "--data", data, "--model", there.toString()))
                .contains("--overwrite");
    }
}
