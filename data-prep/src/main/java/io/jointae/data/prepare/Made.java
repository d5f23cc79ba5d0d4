package io.jointae.data.prepare;

import io.jointae.base.BadInput;
import io.jointae.data.SourceFile;
import io.jointae.data.recipe.Recipe;
import io.jointae.data.recipe.Rectangles;
import io.jointae.data.source.Shipment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A recipe with what it is made from.
 *
 * @param choices what the published recipe leaves open, and what was chosen
 */
record Made(Recipe recipe, List<SourceFile> sources, Map<String, String> choices) {

    static Made of(Configuration conf, Shipment shipment, PrepareRequest request) throws IOException {
        return switch (request.entry().kind()) {
            case RECTANGLES -> new Made(new Rectangles(), List.of(), Map.of());
            default ->
                throw BadInput.of("%s is made from other files", request.entry().command());
        };
    }
}
