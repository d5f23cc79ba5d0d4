package io.jointae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom: the rooms of the code, top knows bottom, never back. */
class ArchitectureTest {

    private static final String ROOT = "io.jointae";

    /** Each room and what it may know beside itself. */
    private static final Map<String, List<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("base", List.of()),
            Map.entry("data", List.of("base")),
            Map.entry("node", List.of("base")),
            Map.entry("model", List.of("base")),
            Map.entry("results", List.of("base")),
            Map.entry("train", List.of("base", "node", "model", "data")),
            Map.entry("evaluate", List.of("base", "node", "model", "data", "results")),
            Map.entry("score", List.of("base", "node", "model", "data", "train")),
            Map.entry("sweep", List.of("base", "node", "model", "data", "train", "evaluate", "results")),
            Map.entry("report", List.of("base", "results")),
            Map.entry(
                    "bench",
                    List.of(
                            "base",
                            "node",
                            "model",
                            "data",
                            "results",
                            "train",
                            "evaluate",
                            "score",
                            "sweep",
                            "report")),
            Map.entry(
                    "cli",
                    List.of(
                            "base",
                            "node",
                            "model",
                            "data",
                            "results",
                            "train",
                            "evaluate",
                            "score",
                            "sweep",
                            "report",
                            "bench"))));

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyPackageIsOneOfTheRooms() {
        TreeSet<String> rooms = new TreeSet<>();
        for (JavaPackage each : code.getPackage(ROOT).getSubpackages()) {
            rooms.add(each.getRelativeName());
        }
        assertThat(rooms).contains("base", "data", "model", "train", "cli").isSubsetOf(ROOMS.keySet());
        assertThat(code.getPackage(ROOT).getClasses())
                .extracting(JavaClass::getName)
                .isEmpty();
    }

    @Test
    void aRoomKnowsOnlyTheRoomsBelowIt() {
        ROOMS.forEach((room, known) -> {
            List<String> unknown = new ArrayList<>(ROOMS.keySet());
            unknown.removeAll(known);
            unknown.remove(room);
            String[] packages =
                    unknown.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new);
            if (packages.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages)
                        .because(room + " may know " + known + " only")
                        .allowEmptyShould(true)
                        .check(code);
            }
        });
    }

    @Test
    void theModelKnowsNoSpark() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "org.deeplearning4j.spark..")
                .because("arithmetic runs wherever there is a JVM")
                .check(code);
    }

    @Test
    void commandsAreTheCommandLinesAlone() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Command")
                .should()
                .resideInAPackage(ROOT + ".cli")
                .check(code);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("words and flags belong to the command line")
                .check(code);
    }
}
