package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The small training run that every kind of cluster executes, and the result of one local process for comparison. */
public final class Jobs {

    private static final Path FOLDER = Path.of("target/jobs").toAbsolutePath();
    private static final Map<Integer, String> REFERENCES = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Jobs() {}

    /** Returns the arguments that prepare the small dataset in {@code folder + "/rectangles"}. */
    public static List<String> prepare(String folder) {
        return List.of(
                "prepare", "rectangles", "--counts", "400,100,100", "--seed", "3", "--out", folder, "--overwrite");
    }

    /** Returns the arguments that train on it with a checkpoint after every round, so that a run may be killed anywhere. */
    static List<String> train(String data, String model, int workers, int epochs) {
        return List.of(
                "train",
                "--data",
                data,
                "--model",
                model,
                "--scheme",
                "J",
                "--layers",
                "2",
                "--kind",
                "dae",
                "--hidden",
                "32",
                "--noise",
                "0.5",
                "--learning-rate",
                "0.002",
                "--seed",
                "7",
                "--epochs",
                Integer.toString(epochs),
                "--workers",
                Integer.toString(workers),
                "--evaluate-every",
                "0",
                "--checkpoint-every",
                "0",
                "--resume");
    }

    /** Returns the path of the prepared dataset on the local disk. */
    public static synchronized String data() throws IOException, InterruptedException {
        Path folder = FOLDER.resolve("data");
        if (!Files.exists(folder.resolve("rectangles/manifest.json"))) {
            runSuccessfully(Command.submit("--master", "local[2]").with(prepare(folder.toString())));
        }
        return folder.resolve("rectangles").toString();
    }

    /** Returns the folder of a small trained model on the local disk. */
    public static synchronized Path model() throws IOException, InterruptedException {
        reference(2, 3);
        return FOLDER.resolve("reference-2-3");
    }

    /** Returns the hash of the parameters that a local run produces; every cluster must produce the same parameters. */
    static synchronized String reference(int workers, int epochs) throws IOException, InterruptedException {
        int key = workers * 100_000 + epochs;
        String hash = REFERENCES.get(key);
        if (hash == null) {
            Path model = FOLDER.resolve("reference-" + workers + "-" + epochs);
            Files.createDirectories(FOLDER);
            runSuccessfully(Command.submit("--master", "local[" + workers + "]")
                    .with(train(data(), model.toString(), workers, epochs))
                    .with("--overwrite"));
            hash = parameters(model);
            REFERENCES.put(key, hash);
        }
        return hash;
    }

    /** Runs a command and checks that its exit status is 0. */
    public static Command.Result runSuccessfully(Command command) throws IOException, InterruptedException {
        Command.Result result = command.run();
        assertThat(result.status()).as("%s", result).isZero();
        return result;
    }

    /** Returns the hash of the parameters of a model. */
    public static String parameters(Path model) throws IOException {
        try (InputStream in = Files.newInputStream(model.resolve("model.json"))) {
            return parameters(in);
        }
    }

    public static String parameters(InputStream modelCard) throws IOException {
        String hash = JSON.readTree(modelCard).path("parameters").asText();
        assertThat(hash).hasSize(64);
        return hash;
    }

    /** Returns the status from a {@code _RESULT.json}. */
    static String status(InputStream marker) throws IOException {
        return JSON.readTree(marker).path("status").asText();
    }
}
