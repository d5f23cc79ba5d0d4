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

/** The small training that every kind of cluster runs, and what one process makes of it. */
final class Jobs {

    private static final Path FOLDER = Path.of("target/jobs").toAbsolutePath();
    private static final Map<Integer, String> REFERENCES = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Jobs() {}

    /** Words that prepare the small dataset into {@code folder + "/rectangles"}. */
    static List<String> prepare(String folder) {
        return List.of(
                "prepare", "rectangles", "--counts", "400,100,100", "--seed", "3", "--out", folder, "--overwrite");
    }

    /** Words that train on it; a checkpoint after every round, so that a run may die anywhere. */
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

    /** The prepared dataset on the local disk. */
    static synchronized String data() throws IOException, InterruptedException {
        Path folder = FOLDER.resolve("data");
        if (!Files.exists(folder.resolve("rectangles/manifest.json"))) {
            done(Command.submit("--master", "local[2]").with(prepare(folder.toString())));
        }
        return folder.resolve("rectangles").toString();
    }

    /** A small trained model on the local disk. */
    static synchronized Path model() throws IOException, InterruptedException {
        reference(2, 3);
        return FOLDER.resolve("reference-2-3");
    }

    /** The hash of the parameters that one process ends with: what any cluster must end with too. */
    static synchronized String reference(int workers, int epochs) throws IOException, InterruptedException {
        int key = workers * 100_000 + epochs;
        String hash = REFERENCES.get(key);
        if (hash == null) {
            Path model = FOLDER.resolve("reference-" + workers + "-" + epochs);
            Files.createDirectories(FOLDER);
            done(Command.submit("--master", "local[" + workers + "]")
                    .with(train(data(), model.toString(), workers, epochs))
                    .with("--overwrite"));
            hash = parameters(model);
            REFERENCES.put(key, hash);
        }
        return hash;
    }

    /** Runs a command that must end well. */
    static Command.Result done(Command command) throws IOException, InterruptedException {
        Command.Result result = command.run();
        assertThat(result.status()).as("%s", result).isZero();
        return result;
    }

    /** The hash of a model's parameters. */
    static String parameters(Path model) throws IOException {
        try (InputStream in = Files.newInputStream(model.resolve("model.json"))) {
            return parameters(in);
        }
    }

    static String parameters(InputStream modelCard) throws IOException {
        String hash = JSON.readTree(modelCard).path("parameters").asText();
        assertThat(hash).hasSize(64);
        return hash;
    }

    /** The status in a folder's {@code _RESULT.json}. */
    static String status(InputStream marker) throws IOException {
        return JSON.readTree(marker).path("status").asText();
    }
}
