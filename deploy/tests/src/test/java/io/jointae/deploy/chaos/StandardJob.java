package io.jointae.deploy.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The jobs of a chaos run. All of them take well under a minute if nothing disturbs them. */
enum StandardJob implements Job {

    /** Two workers train jointly; both parameters and optimizer states are averaged. */
    TRAIN("train") {
        @Override
        public List<String> command(Site site, String output) {
            return training(site, output, "J", 2, "average");
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return Results.model(output);
        }
    },

    /** Three workers train layer by layer, and each keeps its optimizer state on its executor. */
    TRAIN_WITH_KEPT_STATES("train with kept states") {
        @Override
        public List<String> command(Site site, String output) {
            return training(site, output, "L", 3, "keep");
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return Results.model(output);
        }
    },

    /** Four trials are trained and measured. */
    SWEEP("sweep") {
        @Override
        public List<String> command(Site site, String output) {
            return List.of("sweep", site.path(Inputs.SWEEP), "--out", output, "--resume");
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return Results.sweep(output);
        }
    },

    /** A table with partitions is encoded, one file per task. */
    SCORE("score") {
        @Override
        public List<String> command(Site site, String output) {
            return List.of(
                    "score",
                    "--model",
                    site.path(Inputs.MODEL),
                    "--input",
                    site.path(Inputs.CORPUS),
                    "--reconstruction-error",
                    "--output",
                    output,
                    "--resume");
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return Results.table(output);
        }
    },

    /** Three workers fine-tune a model in rounds. A driver that is started again begins from the start. */
    FINETUNE("finetune") {
        @Override
        public List<String> command(Site site, String output) {
            return List.of(
                    "finetune",
                    "--model",
                    site.path(Inputs.MODEL),
                    "--data",
                    site.path(Inputs.DATA),
                    "--workers",
                    "3",
                    "--averaging-frequency",
                    "1",
                    "--learning-rate",
                    "0.5",
                    "--batch-size",
                    "20",
                    "--epochs",
                    "6",
                    "--out",
                    output,
                    "--overwrite");
        }

        @Override
        public SortedMap<String, String> result(Path output) throws IOException {
            return Results.finetuning(output);
        }
    };

    private final String label;

    StandardJob(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    private static List<String> training(Site site, String output, String scheme, int workers, String state) {
        List<String> command = new ArrayList<>(List.of("train", "--data", site.path(Inputs.DATA), "--model", output));
        String options = "--scheme %s --layers 2 --kind dae --hidden 32 --noise 0.5 --learning-rate 0.002 --seed 7"
                + " --epochs 50 --batch-size 50 --workers %d --averaging-frequency 2 --optimizer-state %s"
                + " --evaluate-every 0 --checkpoint-every 0 --resume";
        command.addAll(List.of(options.formatted(scheme, workers, state).split(" ")));
        return command;
    }
}
