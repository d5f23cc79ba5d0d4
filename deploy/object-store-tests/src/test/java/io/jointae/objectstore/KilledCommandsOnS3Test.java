package io.jointae.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.objectstore.Treatment.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands write to S3 and are killed with SIGKILL; then they run again, and the results are those without a kill. */
@Tag("cluster")
class KilledCommandsOnS3Test {

    private static final long SEED = 17;
    private static final Kind[] STOPS = {Kind.LOST_REQUEST, Kind.HALF_REQUEST, Kind.LOST_ANSWER};

    @TempDir
    private static Path folder;

    private static StoreRuns runs;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        runs = StoreRuns.start(folder, false);
    }

    @AfterAll
    static void stop() throws Exception {
        if (runs != null) {
            runs.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommandThatIsKilledAndRunsAgainHasTheSameResult(StoreCommand command) throws Exception {
        String base = "killed";
        for (KillPoint point : killPoints(command, base)) {
            runs.killAt(point, runs.arguments(command, base));
            String left = runs.see(command, base);
            if (command == StoreCommand.SWEEP) {
                assertThat(left.lines().filter(line -> !line.equals(StoreReader.NOTHING)))
                        .isSubsetOf(runs.undisturbed(command).result().lines().toList());
            } else {
                assertThat(left).as("%s", point).isEqualTo(StoreReader.NOTHING);
            }
        }
        runs.succeed(runs.arguments(command, base));
        runs.assertCompleteAndClean(command, base);
    }

    /**
     * Two of these points: a random request in the first half of the command, the middle of an object with data, and the
     * marker. A model of a sweep has a marker of its own, which is not the end of the sweep; the test below kills training
     * at the marker.
     */
    private static List<KillPoint> killPoints(StoreCommand command, String base) {
        Random random = new Random(SEED + command.ordinal());
        int changes = (int) runs.undisturbed(command).requests().stream()
                .filter(answered -> answered.request().changes())
                .count();
        KillPoint anywhere =
                new KillPoint(S3Request::changes, 1 + random.nextInt(changes / 2), STOPS[random.nextInt(STOPS.length)]);
        KillPoint data = new KillPoint(command.sendsData(base), 1, Kind.HALF_REQUEST);
        KillPoint marker = new KillPoint(command.marks(base), 1, Kind.LOST_REQUEST);
        return switch (command) {
            case PREPARE -> List.of(anywhere, marker);
            case SWEEP, TRAIN -> List.of(anywhere, data);
            case SCORE -> List.of(data, marker);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAIN", "SCORE"})
    void aCommandThatIsKilledAfterItsMarkerHasNothingToDoAgain(StoreCommand command) throws Exception {
        String base = "finished";
        runs.killAt(new KillPoint(command.marks(base), 1, Kind.LOST_ANSWER), runs.arguments(command, base));
        assertThat(runs.see(command, base)).isEqualTo(runs.undisturbed(command).result());
        runs.store().proxy().begin(request -> Treatment.PASS);
        Worker.Outcome outcome = runs.worker().run(runs.arguments(command, base));
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(command == StoreCommand.TRAIN ? 3 : 0);
        assertThat(runs.store().proxy().end())
                .noneMatch(answered -> command.sendsData(base).test(answered.request()));
        assertThat(runs.see(command, base)).isEqualTo(runs.undisturbed(command).result());
        assertThat(runs.store().objects(command.output(base) + ".run")).isEmpty();
    }

    @Test
    void aModelIsReplacedInOneStepAlsoIfTheFirstAttemptIsKilled() throws Exception {
        StoreCommand command = StoreCommand.TRAIN;
        String base = "replaced";
        runs.succeed(runs.arguments(command, base));
        String old = runs.see(command, base);
        List<String> replacement = Stream.concat(
                        runs.arguments(command, base).stream()
                                .filter(argument -> !argument.equals("--resume") && !argument.startsWith("--seed")),
                        Stream.of("--seed=8", "--overwrite"))
                .toList();
        runs.killAt(new KillPoint(command.marks(base), 1, Kind.LOST_REQUEST), replacement);
        assertThat(runs.see(command, base)).isEqualTo(old);
        StoreRuns.Undisturbed run = runs.watch(command, base, replacement);
        assertThat(run.changesOfView()).hasSize(2).startsWith(old);
        assertThat(runs.store().objects(command.output(base)).keySet().stream()
                        .map(key -> key.replaceFirst("/.*", ""))
                        .distinct())
                .hasSize(3)
                .contains("_COMMITTED.json", "_RESULT.json");
    }
}
