package io.jointae.spark;

import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * The results on the driver of a function of every partition, or of every element, of an RDD. Each method runs a Spark job.
 *
 * <p>A job of {@code rdd.map(function).collect()} first takes several milliseconds of the driver for the analysis of
 * closures: at each of the two calls, Spark reads the byte code of its own classes to find out what the Scala closure around
 * the function refers to. A function of Java refers only to what it uses. The jobs of this class give Spark an object of a
 * named class, which it does not analyze. Otherwise they are the same: the results come in the order of the partitions, a
 * failed task fails the job with Spark's exception, and Spark's pages name the line that called this class.
 */
public final class RddResults {

    /** With at most this many partitions, {@link JavaRDD#treeReduce} also sends every result to the driver. */
    static final int FEW = 5;

    /** Spark's name of the local property with the name of a job. */
    private static final String CALL_SITE = "callSite.short";

    private RddResults() {}

    /**
     * Runs a job with one result per partition.
     *
     * @param function takes the elements of a partition in their order and returns its result, which may be null
     * @return the results in the order of the partitions
     */
    public static <T, R> List<R> perPartition(JavaRDD<T> rdd, Function<Iterator<T>, R> function) {
        return perPartition(rdd, (index, elements) -> function.call(elements));
    }

    /**
     * Runs a job with one result per partition, which may depend on the index of the partition.
     *
     * @param function takes the index of a partition, from 0, and its elements, and returns its result, which may be null
     * @return the results in the order of the partitions
     */
    public static <T, R> List<R> perPartition(JavaRDD<T> rdd, Function2<Integer, Iterator<T>, R> function) {
        return run(rdd, (index, elements) -> new Object[] {function.call(index, elements)});
    }

    /**
     * Runs a job with one result per element.
     *
     * @param function returns the result of an element, which may be null
     * @return the results in the order of the elements
     */
    public static <T, R> List<R> perElement(JavaRDD<T> rdd, Function<T, R> function) {
        return run(rdd, (index, elements) -> {
            List<R> results = new ArrayList<>();
            while (elements.hasNext()) {
                results.add(function.call(elements.next()));
            }
            return results.toArray();
        });
    }

    /**
     * Runs a job and merges its results. The results of a few partitions are merged on the driver in the order of the
     * partitions, so that sums of floating-point numbers have the same bits each time. Those of more partitions are merged
     * on the executors, in the order in which tasks end.
     *
     * @param function takes the elements of a partition and returns its result; null is left out
     * @param plus merges two results
     * @return the merged result
     * @throws NoSuchElementException if no partition has a result
     */
    public static <T, R> R reduce(JavaRDD<T> rdd, Function<Iterator<T>, R> function, Function2<R, R, R> plus) {
        if (rdd.getNumPartitions() > FEW) {
            return rdd.mapPartitions(elements -> present(function.call(elements)))
                    .treeReduce(plus);
        }
        try {
            R sum = null;
            for (R result : perPartition(rdd, function)) {
                sum = sum == null ? result : result == null ? sum : plus.call(sum, result);
            }
            if (sum == null) {
                throw new NoSuchElementException("No partition has a result.");
            }
            return sum;
        } catch (Exception e) {
            throw RddResults.<RuntimeException>unchecked(e);
        }
    }

    private static <R> Iterator<R> present(R result) {
        return result == null ? List.<R>of().iterator() : List.of(result).iterator();
    }

    /** Returns the results of all partitions, one partition after the other. */
    private static <T, R> List<R> run(JavaRDD<T> rdd, Function2<Integer, Iterator<T>, Object[]> function) {
        SparkContext context = rdd.context();
        ClassTag<Object[]> type = ClassTag$.MODULE$.apply(Object[].class);
        String before = context.getLocalProperty(CALL_SITE);
        context.setCallSite(callersLine());
        Object[][] results;
        try {
            results = (Object[][]) context.runJob(rdd.rdd(), new Task<>(function), type);
        } finally {
            context.setLocalProperty(CALL_SITE, before);
        }
        List<R> all = new ArrayList<>();
        for (Object[] part : results) {
            for (Object result : part) {
                @SuppressWarnings("unchecked") // The function of the public method returned it.
                R typed = (R) result;
                all.add(typed);
            }
        }
        return all;
    }

    /** Returns the name that Spark gives to a job: the method of this class, and the line that called it. */
    private static String callersLine() {
        return StackWalker.getInstance().walk(frames -> {
            Iterator<StackFrame> each = frames.iterator();
            String method = "";
            while (each.hasNext()) {
                StackFrame frame = each.next();
                if (!frame.getClassName().equals(RddResults.class.getName())) {
                    return method + " at " + frame.getFileName() + ":" + frame.getLineNumber();
                }
                method = frame.getMethodName();
            }
            return method;
        });
    }

    /** The work of a task. It is no closure, so that Spark does not analyze it. */
    private static final class Task<T> extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, Object[]>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final Function2<Integer, Iterator<T>, Object[]> function;

        Task(Function2<Integer, Iterator<T>, Object[]> function) {
            this.function = function;
        }

        @Override
        public Object[] apply(TaskContext context, scala.collection.Iterator<T> elements) {
            try {
                return function.call(context.partitionId(), ScalaLists.toJava(elements));
            } catch (Exception e) {
                throw RddResults.<RuntimeException>unchecked(e);
            }
        }
    }

    @SuppressWarnings("unchecked") // The type is erased, so that the cast does nothing.
    private static <E extends Exception> RuntimeException unchecked(Exception failure) throws E {
        throw (E) failure;
    }
}
