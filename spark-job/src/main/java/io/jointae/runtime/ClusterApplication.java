package io.jointae.runtime;

import io.jointae.base.LeaseRequest.Application;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import scala.Option;

/**
 * Finds the application to which this driver belongs. Its identifier stays the same when the cluster manager starts the
 * driver again.
 *
 * <ul>
 *   <li>YARN numbers the attempts of an application.
 *   <li>On Kubernetes, the Spark operator labels the driver pods of one {@code SparkApplication} with its name. Without
 *       the operator, {@code spark-submit} writes an identifier into the settings of the driver pod, so that a pod that is
 *       created again from these settings has the same one.
 *   <li>Elsewhere, Spark gives every driver a new identifier. The setting {@value #SETTING} then names the application, for
 *       example with the identifier of a Kubernetes Job.
 * </ul>
 */
public final class ClusterApplication {

    /** The setting by which whoever starts drivers says that they belong together. */
    public static final String SETTING = "spark.jointae.application";

    private static final String OPERATOR_LABEL = "spark.kubernetes.driver.label.sparkoperator.k8s.io/app-name";

    private ClusterApplication() {}

    /** Returns the application of a session's driver, or {@link Application#UNKNOWN} if it is never started again. */
    public static Application of(SparkContext context) {
        return of(context.getConf(), context.applicationId(), context.applicationAttemptId());
    }

    static Application of(SparkConf conf, String applicationId, Option<String> attempt) {
        String given = conf.get(SETTING, "").strip();
        if (!given.isEmpty()) {
            return new Application(given, 0);
        }
        String master = conf.get("spark.master", "");
        if (MasterUrl.isYarn(master)) {
            return new Application(applicationId, attempt.isEmpty() ? 0 : Long.parseLong(attempt.get()));
        }
        if (!MasterUrl.isKubernetes(master)) {
            // The identifiers of other masters are not unique beyond one cluster.
            return Application.UNKNOWN;
        }
        return conf.contains(OPERATOR_LABEL)
                ? new Application(
                        "SparkApplication " + conf.get("spark.kubernetes.namespace", "default") + "/"
                                + conf.get(OPERATOR_LABEL),
                        0)
                : new Application(applicationId, 0);
    }
}
