package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.LeaseRequest.Application;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import scala.Option;

class ClusterApplicationTest {

    private static Application of(String master, String id, String attempt) {
        SparkConf conf = new SparkConf(false).set("spark.master", master);
        return ClusterApplication.of(conf, id, Option.apply(attempt));
    }

    @Test
    void yarnNumbersTheAttemptsOfAnApplication() {
        assertThat(of("yarn", "application_1_0042", "2")).isEqualTo(new Application("application_1_0042", 2));
        assertThat(of("yarn", "application_1_0042", null)).isEqualTo(new Application("application_1_0042", 0));
    }

    @Test
    void aDriverPodThatIsCreatedAgainHasTheSameIdentifier() {
        assertThat(of("k8s://https://api:6443", "spark-7d1f", null)).isEqualTo(new Application("spark-7d1f", 0));
    }

    @Test
    void theOperatorNamesTheApplicationWhoseDriverItSubmitsAgain() {
        SparkConf conf = new SparkConf(false)
                .set("spark.master", "k8s://https://api:6443")
                .set("spark.kubernetes.namespace", "jointae")
                .set("spark.kubernetes.driver.label.sparkoperator.k8s.io/app-name", "nightly-1700000000");
        assertThat(ClusterApplication.of(conf, "spark-7d1f", Option.empty()))
                .isEqualTo(new Application("SparkApplication jointae/nightly-1700000000", 0));
    }

    @Test
    void identifiersThatAreNotUniqueBeyondOneClusterDoNotCount() {
        assertThat(of("spark://host:7077", "app-20260101000000-0000", null)).isEqualTo(Application.UNKNOWN);
        assertThat(of("local[2]", "local-1700000000000", null)).isEqualTo(Application.UNKNOWN);
    }

    @Test
    void aSettingNamesTheApplicationWhereverItRuns() {
        SparkConf conf =
                new SparkConf(false).set("spark.master", "local[2]").set("spark.jointae.application", " job-7d1f ");
        assertThat(ClusterApplication.of(conf, "local-1", Option.empty())).isEqualTo(new Application("job-7d1f", 0));
    }
}
