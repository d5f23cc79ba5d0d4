package io.jointae.train.watch;

import io.jointae.spark.ScalaLists;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.status.ElementTrackingStore;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.util.kvstore.KVStore;

/** The tab "Training" of Spark's web pages. */
final class TrainingTab extends SparkUITab {

    /** The part of the address behind that of the application; Spark makes the tab's title of it. */
    static final String PREFIX = "training";

    private final KVStore store;

    private TrainingTab(SparkUI ui) {
        super(ui, PREFIX);
        this.store = ui.store().store();
        attachPage(new TrainingPage(this));
    }

    /** Returns Spark's store of the application. */
    KVStore store() {
        return store;
    }

    /** Adds the tab to the pages of an application. */
    static void addTo(SparkUI ui) {
        ui.attachTab(new TrainingTab(ui));
    }

    /** Makes a driver keep its runs and show them, unless it does already or has no pages. */
    static synchronized void addTo(SparkContext context) {
        Optional<SparkUI> ui = Optional.ofNullable(context.ui().getOrElse(() -> null));
        if (ui.isEmpty() || hasTab(ui.get())) {
            return;
        }
        ElementTrackingStore store = (ElementTrackingStore) ui.get().store().store();
        context.listenerBus().addToStatusQueue(new TrainingStoreListener(store));
        addTo(ui.get());
    }

    private static boolean hasTab(SparkUI ui) {
        return ScalaLists.toJava(ui.getTabs()).stream().anyMatch(TrainingTab.class::isInstance);
    }
}
