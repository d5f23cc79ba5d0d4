package io.jointae.data;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Collects the errors that Spark tasks find in the user's input, damaged files included. A task that finds one ends without an exception, and the
 * driver throws the error after the job: Spark would run a failing task again and log a stack trace each time, although
 * the row stays invalid.
 */
public final class InputErrors implements Serializable {

    private final CollectionAccumulator<InvalidInputException> errors;

    /** Creates an empty collection that tasks of this Spark context can add to. */
    public InputErrors(JavaSparkContext spark) {
        this.errors = spark.sc().collectionAccumulator("invalid input");
    }

    /** Adds an error; tasks call this. */
    public void add(InvalidInputException error) {
        errors.add(error);
    }

    /** Returns the same rows up to the first error, which it adds to this collection. */
    public <T> Iterator<T> guard(Iterator<T> rows) {
        return new RowsUntilError<>(rows, this);
    }

    /**
     * Throws an error if a task added one; the driver calls this after the job.
     *
     * @throws InvalidInputException the error whose message is first in alphabetical order, so that the message does not
     *     depend on the order of the tasks
     */
    public void throwIfAny() {
        List<InvalidInputException> found = errors.value();
        if (!found.isEmpty()) {
            throw Collections.min(found, Comparator.comparing(InvalidInputException::getMessage));
        }
    }

    /** Reads one row ahead, so that an error ends the rows before {@code hasNext} promises another one. */
    private static final class RowsUntilError<T> implements Iterator<T> {
        private final Iterator<T> rows;
        private final InputErrors errors;
        private T ahead;
        private boolean ended;

        private RowsUntilError(Iterator<T> rows, InputErrors errors) {
            this.rows = rows;
            this.errors = errors;
        }

        @Override
        public boolean hasNext() {
            if (ahead == null && !ended) {
                try {
                    ended = !rows.hasNext();
                    ahead = ended ? null : rows.next();
                } catch (Exception e) {
                    end(e);
                }
            }
            return ahead != null;
        }

        /** Spark is written in Scala: its readers throw checked exceptions without declaring them. */
        @SuppressWarnings("unchecked")
        private <E extends Exception> void end(Exception failure) throws E {
            errors.add(FileFailures.invalidInputBehind(failure).orElseThrow(() -> (E) failure));
            ended = true;
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
