package io.jointae.data;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * The user's mistakes that tasks find. A task that finds one ends quietly and the driver throws it: Spark
 * would try a failing task again, and log a stack trace each time, for a row that stays wrong.
 */
public final class InputErrors implements Serializable {

    private final CollectionAccumulator<String> messages;

    public InputErrors(JavaSparkContext spark) {
        this.messages = spark.sc().collectionAccumulator("mistakes in the input");
    }

    /** Called in a task. */
    public void add(InvalidInputException mistake) {
        messages.add(mistake.getMessage());
    }

    /** The same rows, ended at the first mistake. */
    public <T> Iterator<T> guard(Iterator<T> rows) {
        return new Guarded<>(rows, this);
    }

    /**
     * Called on the driver, after the job.
     *
     * @throws InvalidInputException the alphabetically first, so that the message does not depend on which task was quicker
     */
    public void throwIfAny() {
        List<String> found = messages.value().stream().distinct().sorted().toList();
        if (!found.isEmpty()) {
            throw new InvalidInputException(found.get(0));
        }
    }

    /** Reads one row ahead, so that a mistake shows as the end and never between {@code hasNext} and {@code next}. */
    private static final class Guarded<T> implements Iterator<T> {
        private final Iterator<T> rows;
        private final InputErrors mistakes;
        private T ahead;
        private boolean ended;

        private Guarded(Iterator<T> rows, InputErrors mistakes) {
            this.rows = rows;
            this.mistakes = mistakes;
        }

        @Override
        public boolean hasNext() {
            if (ahead == null && !ended) {
                try {
                    ended = !rows.hasNext();
                    ahead = ended ? null : rows.next();
                } catch (InvalidInputException mistake) {
                    mistakes.add(mistake);
                    ended = true;
                }
            }
            return ahead != null;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T row = ahead;
            ahead = null;
            return row;
        }
    }
}
