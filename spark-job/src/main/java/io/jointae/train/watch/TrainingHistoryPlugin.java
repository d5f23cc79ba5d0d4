package io.jointae.train.watch;

import io.jointae.spark.ScalaLists;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.status.AppHistoryServerPlugin;
import org.apache.spark.status.ElementTrackingStore;
import org.apache.spark.ui.SparkUI;
import scala.collection.immutable.Seq;

/**
 * Adds the tab to the history server, which finds this class by {@code ServiceLoader} if the application jar is on its class
 * path. Only applications that trained get the tab.
 */
public final class TrainingHistoryPlugin implements AppHistoryServerPlugin {

    @Override
    public Seq<SparkListener> createListeners(SparkConf conf, ElementTrackingStore store) {
        return ScalaLists.toScala(List.<SparkListener>of(new TrainingStoreListener(store)));
    }

    @Override
    public void setupUI(SparkUI ui) {
        if (!StoredRuns.all(ui.store().store()).isEmpty()) {
            TrainingTab.addTo(ui);
        }
    }
}
