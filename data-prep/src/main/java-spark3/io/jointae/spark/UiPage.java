package io.jointae.spark;

import javax.servlet.http.HttpServletRequest;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Option;
import scala.collection.Seq;
import scala.xml.Node;
import scala.xml.Unparsed;

/** A page of HTML inside the frame of Spark's web pages, in Spark 3.5. */
public abstract class UiPage extends WebUIPage {

    private final SparkUITab tab;
    private final String title;

    /**
     * Creates the first page of a tab.
     *
     * @param title the title of the page
     */
    protected UiPage(SparkUITab tab, String title) {
        super("");
        this.tab = tab;
        this.title = title;
    }

    /** Returns the content of the page. */
    protected abstract String html();

    @Override
    public Seq<Node> render(HttpServletRequest request) {
        Seq<Node> content = new Unparsed(html());
        return UIUtils.headerSparkPage(request, title, () -> content, tab, Option.empty(), false, false);
    }
}
