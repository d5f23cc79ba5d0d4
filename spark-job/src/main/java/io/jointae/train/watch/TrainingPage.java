package io.jointae.train.watch;

import javax.servlet.http.HttpServletRequest;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Option;
import scala.collection.Seq;
import scala.xml.Node;
import scala.xml.Unparsed;

/** The only page of the {@link TrainingTab}: {@link TrainingHtml} inside the frame of Spark's pages. */
final class TrainingPage extends WebUIPage {

    private final TrainingTab tab;

    TrainingPage(TrainingTab tab) {
        super("");
        this.tab = tab;
    }

    @Override
    public Seq<Node> render(HttpServletRequest request) {
        Seq<Node> content = new Unparsed(TrainingHtml.of(tab.store()));
        return UIUtils.headerSparkPage(request, "Training", () -> content, tab, Option.empty(), false, false);
    }
}
