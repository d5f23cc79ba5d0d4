package io.jointae.objectstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Chooses the order in which the requests of several processes reach the server. While every process that takes part has a
 * request waiting, a random number says whose request goes on, so that each seed is one interleaving of the processes.
 */
final class TurnTaking {

    private final Random random;
    private final Map<String, Deque<Object>> waiting = new TreeMap<>();

    TurnTaking(long seed, List<String> processes) {
        this.random = new Random(seed);
        processes.forEach(process -> waiting.put(process, new ArrayDeque<>()));
    }

    /** Returns the policy of the proxy that one process uses. */
    RecordingProxy.Policy policy(String process) {
        return request -> {
            await(process);
            return Treatment.PASS;
        };
    }

    private synchronized void await(String process) throws InterruptedException {
        if (!waiting.containsKey(process)) {
            return;
        }
        Object turn = new Object();
        waiting.get(process).add(turn);
        advance();
        while (waiting.containsKey(process) && waiting.get(process).contains(turn)) {
            wait();
        }
    }

    /** Takes a process out, which has got its answer. Its later requests go on at once. */
    synchronized void leave(String process) {
        waiting.remove(process);
        advance();
        notifyAll();
    }

    private void advance() {
        if (!waiting.isEmpty() && waiting.values().stream().noneMatch(Deque::isEmpty)) {
            List<Deque<Object>> queues = new ArrayList<>(waiting.values());
            queues.get(random.nextInt(queues.size())).remove();
            notifyAll();
        }
    }
}
