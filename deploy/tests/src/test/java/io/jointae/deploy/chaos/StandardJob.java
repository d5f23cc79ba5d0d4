package io.jointae.deploy.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The jobs of a chaos run. All of them take well under a minute if nothing disturbs them. */
enum StandardJob implements Job {

    /** Two workers train jointly; both parameters and optimizer states are averaged. */
    TRAIN("train", training("J", 2, "average"), Results::model),

    /** Three workers train layer by layer, and each keeps its optimizer state on its executor. */
    TRAIN_WITH_KEPT_STATES("train with kept states", training("L", 3, "keep"), Results::model),

    /** Four trials are trained and measured. */
    SWEEP(
            "sweep",
            (site, output) -> words("sweep %s --out %s --resume", site.path(Inputs.SWEEP), output),
            Results::sweep),

    /** A table with partitions is encoded, one file per task. */
    SCORE(
            "score",
            (site, output) -> words(
                    "score --model %s --input %s --reconstruction-error --output %s --resume",
                    site.path(Inputs.MODEL), site.path(Inputs.CORPUS), output),
            Results::table),

    /** Three workers fine-tune a model in rounds. A driver that is started again begins from the start. */
    FINETUNE(
            "finetune",
            (site, output) -> words(
                    "finetune --model %s --data %s --workers 3 --averaging-frequency 1 --learning-rate 0.5"
                            + " --batch-size 20 --epochs 6 --out %s --overwrite",
                    site.path(Inputs.MODEL), site.path(Inputs.DATA), output),
            Results::finetuning);

    /** Reads the result of a job from a copy of its output. */
    private interface Reader {
        SortedMap<String, String> read(Path output) throws IOException;
    }

    private final String label;
    private final BiFunction<Site, String, List<String>> command;
    private final Reader reader;

    StandardJob(String label, BiFunction<Site, String, List<String>> command, Reader reader) {
        this.label = label;
        this.command = command;
        this.reader = reader;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public List<String> command(Site site, String output) {
        return command.apply(site, output);
    }

    @Override
    public SortedMap<String, String> result(Path output) throws IOException {
        return reader.read(output);
    }

    private static BiFunction<Site, String, List<String>> training(String scheme, int workers, String state) {
        return (site, output) -> words(
                "train --data %s --model %s --scheme %s --layers 2 --kind dae --hidden 32 --noise 0.5"
                        + " --learning-rate 0.002 --seed 7 --epochs 50 --batch-size 50 --workers %s"
                        + " --averaging-frequency 2 --optimizer-state %s --evaluate-every 0 --checkpoint-every 0 --resume",
                site.path(Inputs.DATA), output, scheme, workers, state);
    }

    /** Returns the words of a command, in which arguments replace each word {@code %s} in turn. */
    private static List<String> words(String command, Object... arguments) {
        Iterator<Object> values = List.of(arguments).iterator();
        return Stream.of(command.split(" "))
                .map(word -> word.equals("%s") ? values.next().toString() : word)
                .toList();
    }
}
