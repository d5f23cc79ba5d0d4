package io.jointae.evaluate;

import io.jointae.results.ResultRow;
import java.util.List;

/** The result of an {@link Evaluation}. Every implementation is a record. */
public interface EvaluationOutcome {

    /** Returns the measured cells in a fixed order; empty if the evaluation only produces output. */
    List<ResultRow> rows();
}
