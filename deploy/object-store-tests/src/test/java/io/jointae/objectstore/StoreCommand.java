package io.jointae.objectstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The commands that write to the object store. Each has its own output folder below a base folder of a test. */
enum StoreCommand {
    PREPARE("data/rectangles", "_COMMITTED.json", "part-[^/]*\\.parquet"),
    TRAIN("model", "_COMMITTED.json", "model\\.run/checkpoint-\\d+"),
    SWEEP("sweep", "models/[^/]*/_COMMITTED.json", "cells/[^/]*\\.parquet"),
    SCORE("features", "_SUCCESS", "part-[^/]*\\.parquet");

    /** The base folder of the outputs that no test disturbs, and that the other commands read. */
    static final String UNDISTURBED = "undisturbed";

    /** With this many units, a checkpoint has more bytes than {@link StoreUnderTest#PART_BYTES}. */
    private static final int HIDDEN = 600;

    private final String folder;
    private final String marker;
    private final String data;

    StoreCommand(String folder, String marker, String data) {
        this.folder = folder;
        this.marker = marker;
        this.data = data;
    }

    /** Returns the key of the output folder. */
    String output(String base) {
        return base + "/" + folder;
    }

    /** Returns the command, which continues an interrupted run if there is one. */
    List<String> arguments(String base, Path localFolder) throws IOException {
        String out = StoreUnderTest.path(output(base));
        String data = StoreUnderTest.path(PREPARE.output(UNDISTURBED));
        return switch (this) {
            case PREPARE ->
                words("prepare rectangles --counts=160,40,40 --rows-per-file=50 --out="
                        + out.substring(0, out.lastIndexOf('/')));
            case TRAIN ->
                words("train --data=" + data + " --model=" + out + " --scheme=J --layers=1 --kind=dae"
                        + " --noise=0.5 --learning-rate=0.001 --epochs=3 --batch-size=40 --workers=2 --averaging-frequency=1 --optimizer-state=keep"
                        + " --evaluate-every=0 --checkpoint-every=0 --seed=7 --resume --hidden=" + HIDDEN);
            case SWEEP -> words("sweep " + sweepFile(localFolder) + " --parallel=1 --resume --out=" + out);
            case SCORE ->
                words("score --model=" + StoreUnderTest.path(TRAIN.output(UNDISTURBED)) + " --input=" + data
                        + " --column=pixels --resume --output=" + out);
        };
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static Path sweepFile(Path localFolder) throws IOException {
        Path file = localFolder.resolve("sweep.yaml");
        Files.writeString(file, """
                name: small
                data: %s
                datasets: [rectangles]
                kinds: [dae]
                schemes: [J, L]
                layers: [2]
                noise: [0.5]
                learning-rate: [0.01]
                hidden: 8
                epochs: 2
                evaluations: [reconstruct]
                """.formatted(StoreUnderTest.path(UNDISTURBED + "/data")));
        return file;
    }

    /** Returns whether a request writes the marker that makes an output count. */
    Predicate<S3Request> marks(String base) {
        return request -> request.writes() && request.key().matches(output(base) + "/" + marker);
    }

    /** Returns whether a request sends data: an object that a reader of the output needs, a checkpoint, or a part of one. */
    Predicate<S3Request> sendsData(String base) {
        return request -> request.sends()
                && request.key().startsWith(base + "/")
                && request.key().matches(".*/?" + data);
    }
}
