package io.jointae.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;

/**
 * Runs HDFS with one data node, and YARN with node managers that report GPUs, in this JVM. Containers are real
 * processes. Other processes find the servers by {@link #confDir} as their {@code HADOOP_CONF_DIR}.
 */
public final class MiniHadoop implements AutoCloseable {

    static final String GPU = "yarn.io/gpu";

    /** The settings that clients need; the other settings concern the servers only. */
    private static final String FOR_CLIENTS = "fs\\.defaultFS|yarn\\.resource.*|yarn\\.nodemanager\\.resource.*"
            + "|yarn\\.scheduler\\..*|yarn\\.nodemanager\\.env-whitelist|dfs\\.permissions.*|yarn\\.am\\..*";

    private final MiniDFSCluster hdfs;
    private final MiniYARNCluster yarn;
    private final Path confDir;
    private final YarnConfiguration conf;

    /**
     * Starts the servers.
     *
     * @param base the folder for all files that the servers and the containers write
     * @param nodeManagers the number of node managers
     * @param gpusEach the number of GPUs that each node manager reports
     */
    MiniHadoop(Path base, int nodeManagers, int gpusEach) throws Exception {
        this(base, nodeManagers, gpusEach, 3);
    }

    /**
     * Starts the servers.
     *
     * @param base the folder for all files that the servers and the containers write
     * @param nodeManagers the number of node managers
     * @param gpusEach the number of GPUs that each node manager reports
     * @param attempts the largest number of application masters that YARN starts for one application
     */
    public MiniHadoop(Path base, int nodeManagers, int gpusEach, int attempts) throws Exception {
        confDir = Files.createDirectories(base.resolve("conf"));
        System.setProperty("test.build.data", base.resolve("build").toString());
        YarnConfiguration servers = new YarnConfiguration();
        servers.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, base.resolve("dfs").toString());
        servers.set("hadoop.tmp.dir", base.resolve("tmp").toString());
        servers.set("dfs.permissions.enabled", "false");
        hdfs = new MiniDFSCluster.Builder(servers).numDataNodes(1).build();
        hdfs.waitActive();
        servers.set("fs.defaultFS", hdfs.getFileSystem().getUri().toString());
        setUpYarn(servers);
        servers.setInt("yarn.resourcemanager.am.max-attempts", attempts);
        setUpGpus(servers, gpusEach);
        yarn = new MiniYARNCluster("jointae", nodeManagers, 1, 1);
        yarn.init(servers);
        yarn.start();
        if (!yarn.waitForNodeManagersToConnect(30_000)) {
            throw new IllegalStateException("The node managers did not connect within 30 seconds.");
        }
        conf = new YarnConfiguration(yarn.getConfig());
        writeForClients();
    }

    public Path confDir() {
        return confDir;
    }

    public YarnConfiguration conf() {
        return conf;
    }

    public FileSystem fileSystem() throws IOException {
        return hdfs.getFileSystem();
    }

    @Override
    public void close() {
        yarn.stop();
        hdfs.shutdown(true);
    }

    private static void setUpYarn(Configuration servers) {
        servers.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        servers.setInt("yarn.scheduler.maximum-allocation-mb", 4096);
        servers.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 5120);
        servers.setInt("yarn.nodemanager.resource.cpu-vcores", 4);
        servers.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        servers.setBoolean("yarn.nodemanager.pmem-check-enabled", true);
        servers.setFloat("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 99.5f);
        servers.setInt("yarn.nodemanager.delete.debug-delay-sec", 3600);
        servers.set("yarn.nodemanager.env-whitelist", "JAVA_HOME");
        servers.set("yarn.scheduler.capacity.root.queues", "default");
        servers.setInt("yarn.scheduler.capacity.root.default.capacity", 100);
        servers.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 0.5f);
        servers.setInt("yarn.scheduler.capacity.node-locality-delay", -1);
    }

    /** Makes node managers report GPUs that do not exist, so that the scheduler counts them. */
    private static void setUpGpus(Configuration servers, int each) {
        servers.set("yarn.resource-types", GPU);
        servers.setInt("yarn.nodemanager.resource-type." + GPU, each);
        servers.set(
                "yarn.scheduler.capacity.resource-calculator",
                "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator");
        // Hadoop keeps one table of resource types per JVM, which must be set before the servers start.
        ResourceUtils.resetResourceTypes(servers);
    }

    private void writeForClients() throws IOException {
        Configuration clients = new Configuration(false);
        conf.forEach(entry -> {
            if (entry.getKey().matches(FOR_CLIENTS)) {
                clients.set(entry.getKey(), entry.getValue());
            }
        });
        clients.set("fs.defaultFS", hdfs.getFileSystem().getUri().toString());
        write(clients, "core-site.xml");
        write(clients, "hdfs-site.xml");
        write(clients, "yarn-site.xml");
        Configuration resources = new Configuration(false);
        resources.set("yarn.resource-types", GPU);
        write(resources, "resource-types.xml");
    }

    private void write(Configuration settings, String name) throws IOException {
        try (OutputStream out = Files.newOutputStream(confDir.resolve(name))) {
            settings.writeXml(out);
        }
    }
}
