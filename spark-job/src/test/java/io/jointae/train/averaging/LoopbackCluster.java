package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;

/**
 * A Spark session with executors in JVMs of their own, each with a loopback address of its own. Spark runs the second
 * attempt of a slow task on another host only, and with these addresses it takes the executors for hosts.
 */
public final class LoopbackCluster implements AutoCloseable {

    private static final int CORES = 2;

    private final RpcEnv master;
    private final JavaSparkContext context;
    private final Path logs;
    private final List<Process> executors = new CopyOnWriteArrayList<>();
    private int started;

    /**
     * Starts the driver and two executors.
     *
     * @param logs the folder for the logs and the local files of the executors
     */
    public LoopbackCluster(SparkConf conf, Path logs) throws IOException, InterruptedException {
        this.logs = logs;
        master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, new SparkConf(false))
                ._1();
        context = new JavaSparkContext(
                conf.setMaster("spark://127.0.0.1:" + master.address().port())
                        .setAppName("loopback cluster")
                        .set("spark.ui.enabled", "false")
                        .set("spark.driver.host", "127.0.0.1")
                        .set("spark.driver.bindAddress", "127.0.0.1")
                        .set("spark.locality.wait", "0s")
                        .set("spark.local.dir", logs.resolve("local").toString()));
        start();
        start();
    }

    /** Returns the context of the session. */
    public JavaSparkContext context() {
        return context;
    }

    /** Starts one more executor, and waits until it has registered. */
    public void start() throws IOException, InterruptedException {
        int id = started++;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens")
                        || argument.contains("DirectMethodHandle")
                        || argument.contains("javacpp.cachedir"))
                .forEach(command::add);
        String host = "127.0.0." + (2 + id);
        command.addAll(List.of(
                "-Xmx600m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.spark.executor.CoarseGrainedExecutorBackend",
                "--driver-url",
                "spark://CoarseGrainedScheduler@127.0.0.1:" + context.getConf().get("spark.driver.port"),
                "--executor-id",
                "" + id,
                "--bind-address",
                host,
                "--hostname",
                host,
                "--cores",
                "" + CORES,
                "--app-id",
                context.sc().applicationId(),
                "--resourceProfileId",
                "0"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("executor-" + id).toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().remove("SPARK_LOCAL_IP");
        builder.directory(new File(logs.toString()));
        Process executor = builder.start();
        executors.add(executor);
        while (!isRegistered(host)) {
            assertThat(executor.isAlive())
                    .as(Files.readString(logs.resolve("executor-" + id)))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean isRegistered(String host) {
        return context.sc().getExecutorMemoryStatus().keysIterator().exists(address -> address.startsWith(host + ":"));
    }

    /** Kills the oldest running executor with SIGKILL. */
    public void killOldest() throws InterruptedException {
        executors.remove(0).destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }

    /** Forgets executors that have ended by themselves. */
    void forgetLost() {
        executors.removeIf(executor -> !executor.isAlive());
    }

    @Override
    public void close() {
        executors.forEach(Process::destroyForcibly);
        context.close();
        master.shutdown();
        master.awaitTermination();
    }
}
