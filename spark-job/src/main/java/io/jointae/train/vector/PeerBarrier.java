package io.jointae.train.vector;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.RequestMethod$;
import org.apache.spark.RequestToSync;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskKilledException;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import scala.concurrent.Await;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag$;

/**
 * Synchronizes the tasks of a barrier stage. It sends the requests of {@code BarrierTaskContext.allGather} to the same
 * coordinator on the driver, and returns when the answer arrives. Spark 3.5 itself looks for the answer once per second,
 * which is longer than a round. A task that uses this class must not call the methods of its barrier context, because both
 * count the requests.
 */
final class PeerBarrier {

    private static final FiniteDuration LONG = FiniteDuration.apply(365, TimeUnit.DAYS);
    private static final FiniteDuration SHORT = FiniteDuration.apply(100, TimeUnit.MILLISECONDS);

    private final BarrierTaskContext task;
    private final RpcEndpointRef coordinator;
    private final int tasks;
    private int requests;

    PeerBarrier(BarrierTaskContext task) {
        this.task = task;
        SparkEnv env = SparkEnv.get();
        coordinator = RpcUtils.makeDriverRef("barrierSync", env.conf(), env.rpcEnv());
        tasks = task.getTaskInfos().length;
    }

    /**
     * Waits for all tasks, and returns the message of each in the order of the partitions.
     *
     * @throws TaskKilledException if Spark ends the task, as it does when another task of the stage fails
     */
    List<String> gather(String message) {
        RequestToSync request = new RequestToSync(
                tasks,
                task.stageId(),
                task.stageAttemptNumber(),
                task.taskAttemptId(),
                requests++,
                task.partitionId(),
                message,
                RequestMethod$.MODULE$.ALL_GATHER());
        Future<String[]> answer = coordinator.ask(
                request,
                new RpcTimeout(LONG, "spark.barrier.sync.timeout"),
                ClassTag$.MODULE$.<String[]>apply(String[].class));
        return Arrays.asList(await(answer));
    }

    private String[] await(Future<String[]> answer) {
        while (true) {
            if (task.isInterrupted()) {
                throw new TaskKilledException("Another worker of the round was lost.");
            }
            try {
                return Await.result(answer, SHORT);
            } catch (TimeoutException e) {
                // The others have not come yet.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TaskKilledException("The wait for the other workers was interrupted.");
            } catch (Exception e) {
                throw new IllegalStateException("The workers of a round could not meet: " + e.getMessage(), e);
            }
        }
    }
}
