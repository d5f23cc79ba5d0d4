package io.jointae.cli.doctor;

import io.jointae.cli.options.SparkSessions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Runs all checks and collects their findings. */
public final class Doctor {

    private Doctor() {}

    /**
     * Checks this machine and the settings of this process. Starts no session.
     *
     * @param conf the settings of spark-submit
     */
    public static List<Finding> examine(SparkConf conf) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(MachineChecks.all(MachineFacts.present()));
        findings.addAll(MemoryChecks.all(MemoryFacts.present(conf)));
        findings.addAll(SettingsChecks.all(conf, System.getenv()));
        return findings;
    }

    /** Starts a session with the settings of this process, and checks each of its executors in a Spark job. */
    public static List<Finding> examineExecutors() {
        SparkSession spark = SparkSessions.session("doctor");
        return ExecutorChecks.all(ExecutorChecks.ask(spark));
    }
}
