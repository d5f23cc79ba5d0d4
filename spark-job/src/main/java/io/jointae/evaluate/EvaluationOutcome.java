package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import java.util.List;
import java.util.Optional;

/** The result of an {@link Evaluation}. Every implementation is a record. */
public interface EvaluationOutcome {

    /** Returns the measured cells in a fixed order; empty if the evaluation only produces output. */
    List<ResultRow> rows();

    /**
     * Returns a sentence that warns of a model that has collapsed; empty if it has not, or if that is not known.
     *
     * @param name dataset and model, such as {@code rect CAE-2J}
     */
    default Optional<String> warning(String name) {
        return rows().stream()
                .filter(ResultRow::collapsed)
                .findFirst()
                .flatMap(row -> row.measurement().collapseWarning(name));
    }
}
