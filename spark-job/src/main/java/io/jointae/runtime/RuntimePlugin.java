package io.jointae.runtime;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs once in every executor, before its first task and so before ND4J loads: natives, their folder, the
 * limits of memory outside the heap, BLAS threads. {@link ClusterChecks#complete} adds it to
 * {@code spark.plugins}.
 */
public final class RuntimePlugin implements SparkPlugin {

    /** Spark's name for the executor inside the driver, with a local master. */
    private static final String DRIVER = "driver";

    private static final Logger LOG = LoggerFactory.getLogger(RuntimePlugin.class);

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                NativeLibraries.choose();
                BlasThreads.here(context.conf(), System.getenv()).warning().ifPresent(LOG::warn);
                if (!context.executorID().equals(DRIVER)) {
                    NativeLibraries.unpackInto(localFolder());
                    limitMemory(context);
                }
            }
        };
    }

    /** Deleted by Spark when the executor ends, by the worker or the container when it is killed. */
    private static Path localFolder() {
        return SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .localDirs()[0]
                .toPath()
                .resolve("javacpp");
    }

    private static void limitMemory(PluginContext context) {
        if (!MasterUrl.limitsMemory(context.conf().get("spark.master", ""))) {
            return;
        }
        OffHeapMemory memory = OffHeapMemory.of(context.conf());
        if (memory.arrays().isEmpty()) {
            System.setProperty(OffHeapMemory.MAX_BYTES, memory.arraysThatFit() + "m");
            System.setProperty(OffHeapMemory.MAX_PHYSICAL_BYTES, memory.container() + "m");
        }
    }
}
