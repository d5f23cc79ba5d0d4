package io.jointae.runtime;

import io.jointae.runtime.natives.NativeLibraries;
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
 * Prepares every executor before its first task, and so before ND4J loads: it chooses the native libraries and their
 * folder, limits the memory outside the heap, and warns of too many BLAS threads. {@link ClusterChecks#complete} adds
 * this class to {@code spark.plugins}.
 */
public final class RuntimePlugin implements SparkPlugin {

    /** Spark's id of the executor inside the driver, which exists if the master is local. */
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
                BlasThreads.ofProcess(context.conf(), System.getenv()).warning().ifPresent(LOG::warn);
                if (!context.executorID().equals(DRIVER)) {
                    NativeLibraries.unpackInto(localFolder());
                    limitMemory(context);
                }
            }
        };
    }

    /** Returns a folder that Spark deletes when the executor ends, or the worker or container if it is killed. */
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
