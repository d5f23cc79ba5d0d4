package io.jointae.deploy.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The figures of a chaos run, as a table and as JSON. */
final class ChaosSummary {

    private final Map<String, Object> circumstances = new LinkedHashMap<>();
    private final List<DisturbedRun> runs = new ArrayList<>();
    private String difference;

    /**
     * A job that was disturbed and whose result was equal.
     *
     * @param site where it ran
     * @param job what it did
     * @param kills how many parts were destroyed
     * @param seconds how long it took
     */
    record DisturbedRun(String site, String job, Map<Victim, Integer> kills, double seconds) {

        int killed() {
            return kills.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Starts the summary of a chaos run on this machine. */
    ChaosSummary(String command, long seed) throws IOException {
        circumstances.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        circumstances.put("command", command);
        circumstances.put("seed", seed);
        circumstances.put("processor", processor());
        circumstances.put("cores", Runtime.getRuntime().availableProcessors());
        circumstances.put("java", System.getProperty("java.version"));
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    void add(DisturbedRun run) {
        runs.add(run);
    }

    /** Records the defect that ended the chaos run. */
    void failed(String message) {
        difference = message;
    }

    int runs() {
        return runs.size();
    }

    int kills() {
        return runs.stream().mapToInt(DisturbedRun::killed).sum();
    }

    int kills(Victim victim) {
        return runs.stream()
                .mapToInt(run -> run.kills().getOrDefault(victim, 0))
                .sum();
    }

    /** Returns the figures as text. */
    String describe() {
        StringBuilder text = new StringBuilder();
        circumstances.forEach((name, value) -> text.append(String.format("%-10s %s%n", name, value)));
        List<Victim> victims = Arrays.stream(Victim.values())
                .filter(victim -> kills(victim) > 0)
                .toList();
        text.append(String.format("%n%-16s%-26s%5s%9s", "site", "job", "runs", "seconds"));
        victims.forEach(victim -> text.append(String.format("%20s", name(victim))));
        text.append(System.lineSeparator());
        Map<List<String>, List<DisturbedRun>> groups = new LinkedHashMap<>();
        runs.forEach(run -> groups.computeIfAbsent(List.of(run.site(), run.job()), none -> new ArrayList<>())
                .add(run));
        groups.forEach((group, some) -> text.append(line(group.get(0), group.get(1), some, victims)));
        text.append(line("all", "", runs, victims));
        text.append(String.format(
                "%n%d kills in %d runs. %s%n",
                kills(),
                runs.size(),
                difference == null
                        ? "Every result equals that of the undisturbed run."
                        : "The last run was different:\n" + difference));
        return text.toString();
    }

    private static String name(Victim victim) {
        return victim.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String line(String site, String job, List<DisturbedRun> some, List<Victim> victims) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-16s%-26s%5d%9.0f",
                site,
                job,
                some.size(),
                some.stream().mapToDouble(DisturbedRun::seconds).sum()));
        for (Victim victim : victims) {
            int count = some.stream()
                    .mapToInt(run -> run.kills().getOrDefault(victim, 0))
                    .sum();
            line.append(String.format("%20d", count));
        }
        return line + System.lineSeparator();
    }

    /** Writes {@code summary.txt} and {@code summary.json} into a folder. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("summary.txt"), describe());
        Map<String, Object> all = new LinkedHashMap<>(circumstances);
        all.put("runs", runs);
        all.put("kills", kills());
        all.put("difference", difference);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("summary.json").toFile(), all);
    }
}
