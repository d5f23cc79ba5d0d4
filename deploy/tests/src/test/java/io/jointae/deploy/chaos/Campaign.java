package io.jointae.deploy.chaos;

import io.jointae.deploy.SparkWork;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;

/**
 * A chaos run: every job once without disturbance, and then one disturbed job after the other on all sites in turn, until
 * the time is over. The first result that differs ends it; the files of that job stay.
 */
final class Campaign {

    /** A plan without kills. */
    private static final KillPlan UNDISTURBED = new KillPlan(0, List.of(), 0, 0);

    private final Settings settings;
    private final ChaosSummary summary;
    private final PrintStream out;
    private final Map<Job, Undisturbed> references = new LinkedHashMap<>();

    /**
     * How a chaos run goes.
     *
     * @param folder an empty folder for outputs, logs and the summary
     * @param seed the seed of all kills
     * @param time the time after which no more job is started
     * @param mostRuns the largest number of disturbed jobs
     * @param mostKills the largest number of kills per job
     * @param jobs the jobs, which take turns
     */
    record Settings(Path folder, long seed, Duration time, int mostRuns, int mostKills, List<? extends Job> jobs) {}

    private record Undisturbed(SortedMap<String, String> result, double seconds) {}

    Campaign(Settings settings, ChaosSummary summary, PrintStream out) {
        this.settings = settings;
        this.summary = summary;
        this.out = out;
    }

    /**
     * Runs the jobs. The summary is written after each one.
     *
     * @param quiet where the undisturbed jobs run
     * @param sites where the disturbed jobs run
     * @throws ChaosException at the first result that differs, or job that fails
     */
    void run(Site quiet, List<? extends Site> sites) throws IOException, InterruptedException {
        long end = System.nanoTime() + settings.time().toNanos();
        try {
            for (Job job : settings.jobs()) {
                references.put(job, undisturbed(quiet, job));
            }
            Random seeds = new Random(settings.seed());
            for (int run = 0; run < settings.mostRuns() && System.nanoTime() < end; run++) {
                Site site = sites.get(run % sites.size());
                Job job =
                        settings.jobs().get(run / sites.size() % settings.jobs().size());
                disturbed(site, job, run, seeds.nextLong());
                summary.write(settings.folder());
            }
        } catch (ChaosException defect) {
            summary.failed(defect.getMessage());
            summary.write(settings.folder());
            throw defect;
        }
    }

    private Undisturbed undisturbed(Site site, Job job) throws IOException, InterruptedException {
        String name = "undisturbed-" + job.label().replace(' ', '-');
        long begin = System.nanoTime();
        new JobRun(site, job.command(site, site.path(name)), log(name)).run(UNDISTURBED);
        double seconds = seconds(begin);
        SortedMap<String, String> result = result(site, job, name);
        if (result.isEmpty()) {
            throw new IllegalStateException("The undisturbed job " + job.label() + " has no result.");
        }
        site.cleanUp();
        out.printf("%s: %d values, %.0f s without disturbance%n", job.label(), result.size(), seconds);
        return new Undisturbed(result, seconds);
    }

    private void disturbed(Site site, Job job, int run, long seed) throws IOException, InterruptedException {
        String name = "run-%04d-%s-%s".formatted(run, site.name(), job.label().replace(' ', '-'));
        Undisturbed reference = references.get(job);
        KillPlan plan = new KillPlan(seed, site.victims(), reference.seconds(), settings.mostKills());
        long begin = System.nanoTime();
        Map<Victim, Integer> kills = new JobRun(site, job.command(site, site.path(name)), log(name)).run(plan);
        ChaosSummary.DisturbedRun done = new ChaosSummary.DisturbedRun(site.name(), job.label(), kills, seconds(begin));
        List<String> differences = Results.differences(reference.result(), result(site, job, name));
        if (!differences.isEmpty()) {
            throw new ChaosException(String.format(
                    "On %s, the result of %s differs from that of the undisturbed run after these kills: %s. The log is"
                            + " %s.%n%s",
                    site.name(), job.label(), kills, log(name), String.join("\n", differences)));
        }
        site.cleanUp();
        SparkWork.deleteTree(settings.folder().resolve("results").resolve(name));
        summary.add(done);
        out.printf(
                "%s, %s, %.0f s: equal after these kills: %s; %d kills in %d runs so far%n",
                site.name(), job.label(), done.seconds(), kills, summary.kills(), summary.runs());
    }

    private Path log(String name) throws IOException {
        return Files.createDirectories(settings.folder().resolve("logs")).resolve(name + ".log");
    }

    private SortedMap<String, String> result(Site site, Job job, String name) throws IOException, InterruptedException {
        Path copy = settings.folder().resolve("results").resolve(name);
        site.download(site.path(name), copy);
        return job.result(copy);
    }

    private static double seconds(long beginNanos) {
        return (System.nanoTime() - beginNanos) * 1e-9;
    }
}
