package io.jointae.train.averaging;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.SparkMemory;
import io.jointae.spark.ScalaLists;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.shard.Shard;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Runs several rounds as one Spark job, whose tasks average among themselves. A job per round costs a few tenths of a
 * second on executors of their own: as much as ten steps. This way a round costs a few hundredths. The results are the
 * same, bit for bit.
 *
 * <p>It needs a task slot for every worker at the same time, which is why Spark's barrier mode runs the tasks. Without the
 * slots or the memory, with dynamic allocation (which excludes barrier mode), in a session of one process, and for some
 * time after the loss of an executor, each round is a job of its own.
 */
final class PeerRounds {

    /** Spark's setting that switches these jobs off: true or false. */
    static final String SETTING = "spark.jointae.average.peers";

    private static final Logger LOG = LoggerFactory.getLogger(PeerRounds.class);

    /** How often the driver looks whether a job lost an executor. */
    private static final long CHECK_MILLIS = 200;

    /** The time without such jobs after one that lost an executor. It doubles with each further loss. */
    private static final double FIRST_PAUSE_SECONDS = 5;

    /** An epoch that takes at most this multiple of the intended duration of a job is one job. */
    private static final int DURATIONS = 3;

    private final JavaRDD<Shard> shards;
    private final TrainingPlan plan;
    private final int workers;
    private boolean usable;
    private double pauseSeconds = FIRST_PAUSE_SECONDS;
    private long pausedUntil = System.nanoTime();
    private double secondsPerRound = Double.NaN;

    PeerRounds(TrainingPlan plan, JavaRDD<Shard> shards) {
        this.plan = plan;
        this.shards = shards;
        this.workers = plan.averaging().workers();
        SparkConf conf = shards.context().getConf();
        this.usable = workers > 1 && isAllowed(conf, plan);
    }

    private static boolean isAllowed(SparkConf conf, TrainingPlan plan) {
        SparkMemory memory = SparkMemory.of(conf);
        return isOn(conf)
                && !memory.oneProcess()
                && !conf.getBoolean("spark.dynamicAllocation.enabled", false)
                && RoundMemory.of(plan).fitsPeers(memory);
    }

    /**
     * Returns whether the settings of a session let workers average among themselves.
     *
     * @throws InvalidInputException if the setting is neither true nor false
     */
    static boolean isOn(SparkConf conf) {
        String setting = conf.get(SETTING, "true");
        if (!setting.equals("true") && !setting.equals("false")) {
            throw InvalidInputException.of("%s=%s is invalid: set it to true or false.", SETTING, setting);
        }
        return setting.equals("true");
    }

    /** Returns whether all workers can run at the same time now. */
    boolean possible() {
        return usable && System.nanoTime() - pausedUntil >= 0 && slots() >= workers;
    }

    private int slots() {
        SparkContext context = shards.context();
        ResourceProfile own = shards.rdd().getResourceProfile();
        return context.maxNumConcurrentTasks(
                own == null ? context.resourceProfileManager().defaultResourceProfile() : own);
    }

    /**
     * Returns the next rounds, as many as take about the intended time.
     *
     * @param batches the number of batches per epoch of the worker that has most
     * @param seconds the intended duration of a job
     */
    PeerWork next(int epoch, int firstBatch, int batches, double seconds) {
        int frequency =
                plan.averaging().frequency() == 0 ? batches : plan.averaging().frequency();
        // The duration of a round is not known before the first one, which is therefore a job of its own.
        int most = secondsPerRound > 0 ? (int) Math.max(1, DURATIONS * seconds / secondsPerRound) : 1;
        return PeerWork.of(epoch, firstBatch, Math.max(1, frequency), batches, most);
    }

    /**
     * Runs rounds.
     *
     * @return the results in the order of the workers; empty if the workers could not run at the same time
     */
    Optional<List<PeerResult>> run(Broadcast<PhaseWorker> worker, PeerWork work, RoundStart start) {
        long begin = System.nanoTime();
        ClassTag<PeerResult> type = ClassTag$.MODULE$.apply(PeerResult.class);
        JavaFutureAction<List<PeerResult>> job = JavaRDD.fromRDD(
                        shards.rdd().barrier().mapPartitions(new Task(worker, work, start), false, type), type)
                .collectAsync();
        Optional<List<PeerResult>> results = await(job);
        if (results.isPresent()) {
            secondsPerRound = (System.nanoTime() - begin) * 1e-9 / work.rounds();
        }
        Optional<PeerResult> stopped = results.stream()
                .flatMap(List::stream)
                .filter(r -> !r.complete())
                .findFirst();
        if (stopped.isPresent()) {
            String failure = results.get().stream()
                    .filter(result -> result.failure() != null)
                    .map(result -> "worker " + result.worker() + ": " + result.failure())
                    .findFirst()
                    .orElse("unknown");
            giveUp(failure);
            return Optional.empty();
        }
        return results;
    }

    private Optional<List<PeerResult>> await(JavaFutureAction<List<PeerResult>> job) {
        while (true) {
            try {
                List<PeerResult> results = job.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                pauseSeconds = FIRST_PAUSE_SECONDS;
                return Optional.of(results);
            } catch (TimeoutException e) {
                if (slots() < workers || isRepeated(job)) {
                    job.cancel(true);
                    pause();
                    return Optional.empty();
                }
            } catch (InterruptedException e) {
                job.cancel(true);
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The training of " + plan.name() + " was interrupted.", e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof SparkException) || isCancelled(e.getCause())) {
                    throw new IllegalStateException(
                            "A round of " + plan.name() + " failed: "
                                    + e.getCause().getMessage(),
                            e.getCause());
                }
                giveUp(e.getCause().getMessage());
                return Optional.empty();
            }
        }
    }

    /** Returns whether Spark repeats the tasks of a job, as it does when it loses an executor. */
    private boolean isRepeated(JavaFutureAction<List<PeerResult>> job) {
        SparkStatusTracker tracker = shards.context().statusTracker();
        return job.jobIds().stream()
                .flatMap(id -> optional(tracker.getJobInfo(id)).stream())
                .flatMapToInt(info -> Arrays.stream(info.stageIds()))
                .anyMatch(stage -> optional(tracker.getStageInfo(stage))
                        .filter(info -> info.currentAttemptId() > 0 || info.numFailedTasks() > 0)
                        .isPresent());
    }

    private static <T> Optional<T> optional(Option<T> option) {
        return option.isEmpty() ? Optional.empty() : Optional.of(option.get());
    }

    /** Lets the workers take turns on the executors that are left, in jobs that lose little. */
    private void pause() {
        LOG.info(
                "{}: an executor was lost, so each round is a job of its own for {} s.",
                plan.name(),
                Math.round(pauseSeconds));
        pausedUntil = System.nanoTime() + (long) (pauseSeconds * 1e9);
        pauseSeconds *= 2;
    }

    private boolean isCancelled(Throwable failure) {
        return shards.context().isStopped()
                || String.valueOf(failure.getMessage()).contains("cancelled");
    }

    private void giveUp(String failure) {
        usable = false;
        LOG.warn(
                "{}: the workers could not average among themselves, so each round is a job of its own from now on: {}",
                plan.name(),
                failure);
    }

    /** The task of one worker. */
    private static final class Task extends AbstractFunction1<Iterator<Shard>, Iterator<PeerResult>>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final Broadcast<PhaseWorker> worker;
        private final PeerWork work;
        private final RoundStart start;

        Task(Broadcast<PhaseWorker> worker, PeerWork work, RoundStart start) {
            this.worker = worker;
            this.work = work;
            this.start = start;
        }

        @Override
        public Iterator<PeerResult> apply(Iterator<Shard> shards) {
            PeerResult result = worker.value().runTogether(work, start, shards::next);
            return ScalaLists.single(result);
        }
    }
}
