package io.jointae.spark;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.xml.Node;
import scala.xml.Unparsed;

/** A page of HTML inside the frame of Spark's web pages, in Spark 4. */
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
        Function0<Seq<Node>> body = () -> content;
        Method frame = Arrays.stream(UIUtils.class.getMethods())
                .filter(method -> method.getName().equals("headerSparkPage"))
                .findFirst()
                .orElseThrow();
        // The flags at the end are two in Spark 4.0 and three in Spark 4.2; all of them are false by default.
        List<Object> arguments = new ArrayList<>(List.of(request, title, body, tab, Option.empty()));
        arguments.addAll(Collections.nCopies(frame.getParameterCount() - arguments.size(), false));
        try {
            @SuppressWarnings("unchecked")
            Seq<Node> page = (Seq<Node>) frame.invoke(null, arguments.toArray());
            return page;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spark could not frame the page " + title, e);
        }
    }
}
