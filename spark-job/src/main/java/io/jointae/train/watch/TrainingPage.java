package io.jointae.train.watch;

import io.jointae.spark.UiPage;

/** The only page of the {@link TrainingTab}: {@link TrainingHtml} inside the frame of Spark's pages. */
final class TrainingPage extends UiPage {

    private final TrainingTab tab;

    TrainingPage(TrainingTab tab) {
        super(tab, "Training");
        this.tab = tab;
    }

    @Override
    protected String html() {
        return TrainingHtml.of(tab.store());
    }
}
