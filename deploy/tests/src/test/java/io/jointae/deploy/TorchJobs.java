package io.jointae.deploy;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Jobs with the engine {@code torch-cpu}, whose jars are our classes, and PyTorch's bindings and library. */
final class TorchJobs {

    private static final String PLATFORM = System.getProperty("jointae.platform", "linux-x86_64");

    /** What a job prints at last that chooses the engine for GPUs and has these jars. */
    static final String NO_CUDA_BUILD =
            "jointae: Engine torch-cuda needs pytorch-linux-x86_64-gpu.jar, which is not on the"
                    + " class path: add it to spark.jars.";

    private TorchJobs() {}

    /**
     * Adds the jars of the engine, a command and the option that chooses the engine to a submission.
     *
     * @param engine {@code torch-cpu}, or {@code torch-cuda}, which these jars do not contain
     * @param command the command of jointae with its options
     */
    static Command with(Command submit, String engine, List<String> command) throws IOException {
        return submit.with("--jars", jars()).with(command).with("--engine", engine);
    }

    /** Returns the hash of the parameters that a local run of two workers produces with the engine. */
    static String reference() throws IOException, InterruptedException {
        String data = Jobs.data();
        return Jobs.shared(folder -> {
            Path model = folder.resolve("reference-torch");
            if (!Files.exists(model.resolve("model.json"))) {
                Jobs.runSuccessfully(with(Jobs.local(2), "torch-cpu", Jobs.train(data, model.toString(), 2, 3)));
            }
            return Jobs.parameters(model);
        });
    }

    /** Processes on this machine take the jars where they are. */
    private static String jars() throws IOException {
        Path engine = Checkout.ROOT.resolve("spark-job/torch-engine/target/torch-engine-"
                + System.getProperty("jointae.version", "0.2.0-SNAPSHOT") + ".jar");
        return List.of(
                        engine,
                        jarWith("/org/bytedeco/pytorch/Tensor.class"),
                        jarWith("/org/bytedeco/pytorch/" + PLATFORM + "/libjnitorch.so"))
                .stream()
                .map(jar -> "local:" + jar)
                .collect(Collectors.joining(","));
    }

    private static Path jarWith(String resource) throws IOException {
        URL found = TorchJobs.class.getResource(resource);
        if (found == null) {
            throw new IllegalStateException("No jar on the class path of the tests has " + resource + ".");
        }
        return Path.of(
                ((JarURLConnection) found.openConnection()).getJarFileURL().getPath());
    }
}
