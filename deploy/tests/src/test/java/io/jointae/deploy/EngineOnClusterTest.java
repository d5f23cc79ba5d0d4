package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses the engines of PyTorch's library on two executor JVMs to which Spark assigns GPUs that do not exist. */
@Tag("cluster")
class EngineOnClusterTest {

    @TempDir
    Path folder;

    @AfterEach
    void clean() throws Exception {
        Processes.assertNoneRunning();
        SparkWork.delete();
    }

    @Test
    void torchCpuTrainsAndScoresOnExecutorsWithGpus() throws Exception {
        Path model = folder.resolve("model");
        Jobs.runSuccessfully(TorchJobs.with(rehearsal(), "torch-cpu", Jobs.train(Jobs.data(), model.toString(), 2, 3)));

        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 0 for task"));
        assertThat(SparkWork.logLines(": GPU ")).anyMatch(line -> line.contains("GPU 1 for task"));
        assertThat(Jobs.parameters(model)).isEqualTo(TorchJobs.reference()).isNotEqualTo(Jobs.reference(2, 3));

        Path codes = folder.resolve("codes");
        List<String> score = List.of("score", "--model", model.toString(), "--input", Jobs.data() + "/split=test");
        Jobs.runSuccessfully(TorchJobs.with(rehearsal(), "torch-cpu", score)
                .with("--column", "pixels", "--output", codes.toString()));
        List<List<Float>> rows = features(codes);
        assertThat(rows.size()).isEqualTo(100);
        // Few of the small images are the same.
        assertThat(new HashSet<>(rows).size()).isGreaterThan(90);
        assertThat(rows.stream()
                        .allMatch(row -> row.size() == 32 && row.stream().allMatch(code -> code > 0 && code < 1)))
                .isTrue();
    }

    @Test
    void torchCudaIsRefusedOnExecutorsWhoseLibraryHasNoCuda() throws Exception {
        Path model = folder.resolve("model");
        Command.Result result = TorchJobs.with(
                        withGpus(), "torch-cuda", Jobs.train(Jobs.data(), model.toString(), 2, 3))
                .run();

        assertThat(result.status()).as("%s", result).isEqualTo(2);
        assertThat(result.err().strip().lines().reduce((first, second) -> second))
                .contains(TorchJobs.NO_CUDA_BUILD);
        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(model.resolve("model.json")).doesNotExist();
    }

    /** Returns a submission whose tasks have GPUs and compute on the processor nevertheless. */
    private Command rehearsal() throws IOException {
        return withGpus().conf("spark.jointae.gpu.rehearsal", true);
    }

    private Command withGpus() throws IOException {
        Path gpus = Files.createTempDirectory(folder, "gpus");
        return LocalCluster.withGpus(FakeGpus.distinct(gpus), folder.resolve("claims"))
                .sharingFiles()
                .conf("spark.task.resource.gpu.amount", 1);
    }

    /** Returns the codes of each row. */
    private static List<List<Float>> features(Path table) throws IOException {
        List<List<Float>> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                for (Group row : ParquetRows.of(file)) {
                    Group list = row.getGroup("features", 0);
                    List<Float> values = new ArrayList<>();
                    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                        values.add(list.getGroup(0, i).getFloat(0, 0));
                    }
                    all.add(values);
                }
            }
        }
        return all;
    }
}
