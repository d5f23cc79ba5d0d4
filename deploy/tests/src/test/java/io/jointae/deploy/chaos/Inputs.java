package io.jointae.deploy.chaos;

import io.jointae.deploy.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The inputs of the jobs: a dataset, a trained model, a table with partitions, and a sweep file. */
final class Inputs {

    static final String DATA = "data/rectangles";
    static final String MODEL = "model";
    static final String CORPUS = "corpus";
    static final String SWEEP = "sweep.yaml";

    private static final int PARTITIONS = 5;
    private static final int FILES = 8;

    private final Path folder;

    /**
     * Makes the inputs on the local disk.
     *
     * @param folder an empty folder
     */
    Inputs(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try (Stream<Path> prepared = Files.list(Path.of(Jobs.data(), "split=train"))) {
            Path file = prepared.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Path place = Files.createDirectories(folder.resolve(CORPUS).resolve("part=" + partition));
                for (int copy = 0; copy < FILES; copy++) {
                    Files.copy(file, place.resolve("copy-" + copy + ".parquet"));
                }
            }
        }
    }

    /** Copies the inputs into the storage of a site. */
    void upload(Site site) throws IOException, InterruptedException {
        site.upload(Path.of(Jobs.data()), site.path(DATA));
        site.upload(Jobs.model(), site.path(MODEL));
        site.upload(folder.resolve(CORPUS), site.path(CORPUS));
        Path sweep = Files.writeString(folder.resolve(site.name() + ".yaml"), """
                name: chaos
                data: %s
                datasets: [rectangles]
                kinds: [dae]
                schemes: [L, J]
                layers: [2]
                noise: [0.1, 0.5]
                learning-rate: [0.01]
                hidden: 24
                epochs: 10
                evaluations: [reconstruct]
                """.formatted(site.path("data")));
        site.upload(sweep, site.path(SWEEP));
    }
}
