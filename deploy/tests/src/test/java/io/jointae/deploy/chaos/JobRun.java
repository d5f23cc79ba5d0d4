package io.jointae.deploy.chaos;

import io.jointae.deploy.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a job on a site to its end. A driver that was killed is started again with the same command; a job that ends with
 * another exit status than those of success, or does not end, is a defect.
 */
final class JobRun {

    /** Exit statuses: the command is done, or an attempt that was killed had done everything. */
    private static final List<Integer> SUCCESS = List.of(0, 3);

    private static final int SIGKILL = 128 + 9;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int SHOWN_LINES = 60;

    private final Site site;
    private final List<String> command;
    private final Path log;
    private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);

    /**
     * Creates a run.
     *
     * @param command the command of jointae with its options
     * @param log the file for the output of all drivers
     */
    JobRun(Site site, List<String> command, Path log) {
        this.site = site;
        this.command = command;
        this.log = log;
    }

    /**
     * Runs the job.
     *
     * @param plan what is destroyed meanwhile
     * @return the numbers of parts that were destroyed
     * @throws ChaosException if the job fails or does not end
     */
    Map<Victim, Integer> run(KillPlan plan) throws IOException, InterruptedException {
        Process submission = start();
        try {
            while (plan.hasNext()) {
                KillPlan.Kill next = plan.next();
                if (submission.waitFor(next.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                int killed = kill(next.victim(), submission, plan);
                if (next.victim() == Victim.DRIVER && killed > 0) {
                    submission.waitFor();
                    if (submission.exitValue() != SIGKILL) {
                        // The driver ended by itself in the same moment.
                        break;
                    }
                    submission = start();
                }
                kills.merge(next.victim(), killed, Integer::sum);
            }
            waitForSuccess(submission);
        } finally {
            Command.killTree(submission);
        }
        return kills;
    }

    private Process start() throws IOException {
        return site.submit()
                .with(command)
                .builder()
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until there is a victim of the kind and kills it. Returns 0 if the job ends before that. */
    private int kill(Victim victim, Process submission, KillPlan plan) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            int killed = site.kill(victim, submission, plan.random());
            if (killed > 0 || submission.waitFor(100, TimeUnit.MILLISECONDS)) {
                return killed;
            }
        }
        throw failure("had no " + victim.unit() + " for " + LIMIT.toMinutes() + " minutes");
    }

    private void waitForSuccess(Process submission) throws IOException, InterruptedException {
        if (!submission.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw failure("still runs " + LIMIT.toMinutes() + " minutes after the last kill");
        }
        if (!SUCCESS.contains(submission.exitValue())) {
            throw failure("ended with status " + submission.exitValue());
        }
    }

    private ChaosException failure(String what) throws IOException {
        List<String> lines;
        try (Stream<String> all = Files.lines(log)) {
            lines = all.filter(line -> !line.startsWith("\tat ")).toList();
        }
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        return new ChaosException(String.format(
                "On %s, the job %s%n%s after these kills: %s. The end of its log %s:%n%s",
                site.name(), String.join(" ", command), what, kills, log, last));
    }
}
