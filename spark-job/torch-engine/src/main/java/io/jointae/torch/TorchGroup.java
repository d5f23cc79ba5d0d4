package io.jointae.torch;

import io.jointae.linalg.Matrix;
import io.jointae.stack.compute.Cost;
import io.jointae.stack.compute.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Replicas of stacks of one shape on one device, which take their training steps as one. Their matrices are parts of tensors
 * {@code [replicas, columns, rows]}.
 *
 * <p>Within a stretch, every replica asks for the same passes in the same order. A request is only written down, with the
 * numbers that differ between replicas, until the last replica has made it; then the pass runs for all of them. Outside of a
 * stretch, a pass runs at once for the replica that asks. A group is not thread-safe.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchGroup {

    private final TorchContext context;
    private final ResidentRows rows;
    private final StretchNoise noise;
    private final boolean fused;
    private final Part all;
    private final List<Member> members = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    /** The requests of the stretch that not all replicas have made yet, and those before them. */
    private final List<Request> requests = new ArrayList<>();

    private boolean stepping;

    /**
     * Consecutive replicas.
     *
     * @param first the first of them, from 0
     * @param count how many they are
     */
    record Part(int first, int count) {

        /** Returns their part of a tensor whose first dimension is that of the replicas. */
        Tensor of(Tensor all) {
            return count == all.size(0) ? all : all.narrow(0, first, count);
        }
    }

    /** A pass over the tensors of some replicas. */
    @FunctionalInterface
    interface Pass {

        /**
         * Runs the pass.
         *
         * @param part the replicas
         * @param numbers the number of each of them
         * @return the cost of each of them; null if the pass computes none
         */
        TorchCosts.OfReplicas run(Part part, double[] numbers);
    }

    /** A pass without costs and without numbers that differ. */
    @FunctionalInterface
    interface PlainPass {

        /** Runs the pass over the tensors of some replicas. */
        void run(Part part);
    }

    /** A request that every replica makes once. */
    private static final class Request {
        private final String pass;
        private final double[] numbers;
        private int made;
        private TorchCosts.OfReplicas costs;

        private Request(String pass, int replicas) {
            this.pass = pass;
            this.numbers = new double[replicas];
        }
    }

    /**
     * Creates a group.
     *
     * @param replicas the number of replicas
     * @param fused whether one operation computes a pass of all replicas. On a processor this would change the last bits,
     *     because the library computes the last elements of an array by other instructions than those before
     */
    TorchGroup(TorchContext context, ResidentRows rows, StretchNoise noise, int replicas, boolean fused) {
        this.context = context;
        this.rows = rows;
        this.noise = noise;
        this.fused = fused;
        this.all = new Part(0, replicas);
        for (int i = 0; i < replicas; i++) {
            members.add(new Member(i));
        }
    }

    List<Member> members() {
        return members;
    }

    /** One replica of the group. */
    final class Member {

        private final int index;
        private int created;
        private int requested;

        private Member(int index) {
            this.index = index;
        }

        /** Returns this replica alone. */
        Part part() {
            return new Part(index, 1);
        }

        TorchContext context() {
            return context;
        }

        /** Returns the next matrix, whose memory is next to that of the other replicas' matrix of the same number. */
        Matrix create(int height, int columns) {
            if (members.size() == 1) {
                // Nobody shares it, so its owner can close it.
                return new TorchMatrix(this, context.zeros(context.type(), 1, columns, height));
            }
            if (created == tensors.size()) {
                tensors.add(context.zeros(context.type(), members.size(), columns, height));
            }
            Tensor tensor = tensors.get(created++);
            if (tensor.size(1) != columns || tensor.size(2) != height) {
                throw different(
                        "a matrix of " + tensor.size(2) + " by " + tensor.size(1),
                        "one of " + height + " by " + columns);
            }
            return new TorchMatrix(this, tensor);
        }

        /** Begins a stretch, which really begins when the last replica begins its own. */
        void begin(Stretch stretch) {
            stretches.add(stretch);
            if (stretches.size() == members.size()) {
                rows.begin(stretches);
                noise.begin(stretches);
                stepping = members.size() > 1;
            }
        }

        /** Ends the stretch of all replicas. */
        void end() {
            stepping = false;
            stretches.clear();
            forgetRequests();
            rows.end();
            noise.end();
        }

        /** Runs a pass that computes a number from several, or a function of a number, now or with the other replicas. */
        void run(String name, PlainPass pass) {
            run(name, 0, (part, numbers) -> {
                pass.run(part);
                return null;
            });
        }

        /**
         * Runs a pass as {@link #run(String, PlainPass)} does.
         *
         * @param number a number that may differ between the replicas
         * @return the cost of this replica, which can be read after the request of the last replica
         */
        Cost run(String name, double number, Pass pass) {
            return request(name, number, fused ? pass : oneByOne(pass));
        }

        /**
         * Runs a pass whose numbers are exact, or are rounded once, so that one operation computes it for all replicas on
         * every device.
         */
        void runExact(String name, double number, Pass pass) {
            request(name, number, pass);
        }

        private Cost request(String name, double number, Pass pass) {
            if (!stepping) {
                TorchCosts.OfReplicas costs = runNow(pass, part(), number);
                return () -> costs.of(0);
            }
            if (requested == requests.size()) {
                requests.add(new Request(name, members.size()));
            }
            Request request = requests.get(requested++);
            if (!request.pass.equals(name)) {
                throw different("the pass " + request.pass, "the pass " + name);
            }
            request.numbers[index] = number;
            if (++request.made == members.size()) {
                request.costs = runNow(pass, all, request.numbers);
                if (request == requests.get(requests.size() - 1)) {
                    forgetRequests();
                }
            }
            return () -> request.costs.of(index);
        }
    }

    private static TorchCosts.OfReplicas runNow(Pass pass, Part part, double... numbers) {
        try (PointerScope scope = new PointerScope()) {
            return pass.run(part, numbers);
        }
    }

    /** Returns the pass that runs a pass for one replica after the other. */
    private static Pass oneByOne(Pass pass) {
        return (part, numbers) -> {
            TorchCosts.OfReplicas[] costs = new TorchCosts.OfReplicas[part.count];
            for (int i = 0; i < costs.length; i++) {
                costs[i] = runNow(pass, new Part(part.first + i, 1), numbers[i]);
            }
            return position -> costs[position].of(0);
        };
    }

    private void forgetRequests() {
        requests.clear();
        members.forEach(member -> member.requested = 0);
    }

    private static IllegalStateException different(String expected, String found) {
        return new IllegalStateException("The replicas of a group must be alike, but where one asks for " + expected
                + ", another one asks for " + found + ".");
    }
}
