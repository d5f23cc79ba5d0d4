package io.jointae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.testing.TestSessions;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;

class RddResultsTest {

    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(TestSessions.local().sparkContext());

    private JavaRDD<Integer> numbers(int count, int partitions) {
        return context.parallelize(IntStream.range(0, count).boxed().toList(), partitions);
    }

    private static int sum(Iterator<Integer> elements) {
        int sum = 0;
        while (elements.hasNext()) {
            sum += elements.next();
        }
        return sum;
    }

    @Test
    void resultsOfPartitionsComeInTheirOrder() {
        assertThat(RddResults.perPartition(numbers(7, 3), RddResultsTest::sum)).containsExactly(1, 5, 15);
        assertThat(RddResults.perPartition(numbers(7, 3), (index, elements) -> index + ":" + sum(elements)))
                .containsExactly("0:1", "1:5", "2:15");
    }

    @Test
    void resultsOfElementsComeInTheirOrder() {
        assertThat(RddResults.perElement(numbers(9, 4), number -> number * number))
                .containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64);
        assertThat(RddResults.perElement(numbers(0, 2), number -> number)).isEmpty();
    }

    @Test
    void aResultMayBeNull() {
        assertThat(RddResults.perPartition(numbers(2, 2), elements -> elements.next() == 0 ? null : "one"))
                .containsExactly(null, "one");
    }

    /** The order matters for the text, as it does for the last bits of a sum of floating-point numbers. */
    @Test
    void aFewPartitionsAreMergedInTheirOrder() {
        for (int repetition = 0; repetition < 5; repetition++) {
            int slowest = repetition;
            String merged = RddResults.reduce(
                    numbers(RddResults.FEW, RddResults.FEW),
                    elements -> {
                        int number = elements.next();
                        Thread.sleep(number == slowest ? 20 : 0);
                        return Integer.toString(number);
                    },
                    (a, b) -> a + b);
            assertThat(merged).isEqualTo("01234");
        }
    }

    @Test
    void anyNumberOfPartitionsGivesTheSameSumAsPlainArithmetic() {
        for (int partitions : List.of(1, 2, RddResults.FEW, RddResults.FEW + 1, 20)) {
            assertThat(RddResults.reduce(numbers(101, partitions), RddResultsTest::sum, Integer::sum))
                    .as("%d partitions", partitions)
                    .isEqualTo(5050);
        }
    }

    @Test
    void partitionsWithoutResultAreLeftOut() {
        for (int partitions : List.of(4, 12)) {
            JavaRDD<Integer> mostlyEmpty = numbers(3, partitions);
            assertThat(RddResults.reduce(
                            mostlyEmpty, elements -> elements.hasNext() ? sum(elements) : null, Integer::sum))
                    .isEqualTo(3);
        }
        assertThatThrownBy(() -> RddResults.reduce(numbers(3, 2), elements -> (Integer) null, Integer::sum))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aFailureOfATaskIsSparksException() {
        assertThatThrownBy(() -> RddResults.perElement(numbers(2, 2), number -> {
                    throw new IllegalStateException("The task of " + number + " failed.");
                }))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("The task of ");
    }

    @Test
    void sparksPagesNameTheLineThatCallsAndTheNextJobIsNotNamedAfterIt() throws InterruptedException {
        LinkedBlockingQueue<String> names = new LinkedBlockingQueue<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                names.add(start.properties().getProperty("callSite.short", "none"));
            }
        };
        context.sc().addSparkListener(listener);
        try {
            RddResults.perElement(numbers(2, 1), number -> number);
            numbers(2, 1).collect();
            assertThat(names.poll(10, TimeUnit.SECONDS)).matches("perElement at RddResultsTest\\.java:\\d+");
            assertThat(names.poll(10, TimeUnit.SECONDS)).isEqualTo("none");
        } finally {
            context.sc().removeSparkListener(listener);
        }
    }
}
