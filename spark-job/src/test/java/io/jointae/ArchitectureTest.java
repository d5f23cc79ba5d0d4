package io.jointae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds which package may import which: upper packages import lower ones, and no imports form a circle. */
class ArchitectureTest {

    private static final String ROOT = "io.jointae";

    /** The packages at the top and, for each, those that it may import, from the bottom up. */
    private static final Map<String, List<String>> LAYERS = layers();

    private static Map<String, List<String>> layers() {
        Map<String, List<String>> layers = new LinkedHashMap<>();
        layers.put("base", List.of());
        layers.put("spark", List.of("base"));
        layers.put("feature", List.of("base", "spark"));
        layers.put("data", List.of("base", "spark", "feature"));
        layers.put("runtime", List.of("base", "spark"));
        layers.put("statistics", List.of("base"));
        layers.put("chart", List.of("base"));
        layers.put("results", List.of("base", "data", "statistics"));
        layers.put("linalg", List.of("base"));
        layers.put("stack", List.of("base", "linalg"));
        layers.put("model", List.of("base", "feature", "statistics", "linalg", "stack"));
        layers.put(
                "train",
                List.of(
                        "base",
                        "spark",
                        "feature",
                        "data",
                        "runtime",
                        "statistics",
                        "chart",
                        "linalg",
                        "stack",
                        "model"));
        layers.put(
                "evaluate",
                List.of(
                        "base",
                        "spark",
                        "feature",
                        "data",
                        "runtime",
                        "statistics",
                        "results",
                        "linalg",
                        "stack",
                        "model",
                        "train"));
        layers.put("encode", List.of("base", "spark", "feature", "data", "runtime", "stack", "model"));
        layers.put(
                "ml",
                List.of(
                        "base",
                        "spark",
                        "feature",
                        "data",
                        "runtime",
                        "statistics",
                        "stack",
                        "model",
                        "train",
                        "encode"));
        layers.put("score", List.of("base", "spark", "feature", "data", "runtime", "stack", "model", "encode", "ml"));
        layers.put(
                "sweep",
                List.of("base", "feature", "data", "runtime", "results", "stack", "model", "train", "evaluate"));
        layers.put("report", List.of("base", "data", "statistics", "chart", "results"));
        layers.put("export", List.of("base", "feature", "statistics", "linalg", "stack", "model"));
        layers.put("bench", new ArrayList<>(layers.keySet()));
        layers.put("cli", new ArrayList<>(layers.keySet()));
        return layers;
    }

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // The test jar of data-prep.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(ROOT);
    }

    @Test
    void everyTopPackageHasItsPlace() {
        TreeSet<String> packages = new TreeSet<>();
        for (JavaPackage each : code.getPackage(ROOT).getSubpackages()) {
            packages.add(each.getRelativeName());
        }
        assertThat(packages).contains("base", "data", "model", "train", "cli").isSubsetOf(LAYERS.keySet());
        assertThat(code.getPackage(ROOT).getClasses())
                .extracting(JavaClass::getName)
                .isEmpty();
    }

    @Test
    void aPackageImportsOnlyThePackagesBelowIt() {
        LAYERS.forEach((layer, known) -> {
            List<String> unknown = new ArrayList<>(LAYERS.keySet());
            unknown.removeAll(known);
            unknown.remove(layer);
            String[] packages =
                    unknown.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new);
            if (packages.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + layer + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages)
                        .because(layer + " may import " + known + " only")
                        .allowEmptyShould(true)
                        .check(code);
            }
        });
    }

    @Test
    void noPackagesImportEachOtherInACircle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("a reader can then learn the packages one after the other")
                .check(code);
    }

    @Test
    void theBatchJobKnowsTheSparkMlStagesOnlyToOpenSavedPipelines() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".score..")
                .and()
                .doNotHaveSimpleName("StackedAutoencoder")
                .and()
                .doNotHaveSimpleName("StackedAutoencoderModel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".ml..")
                .because("both are built on encode")
                .check(code);
    }

    @Test
    void theArithmeticKnowsNoSpark() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".linalg..", ROOT + ".stack..", ROOT + ".model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "org.deeplearning4j.spark..")
                .because("arithmetic runs wherever there is a JVM")
                .check(code);
    }

    @Test
    void commandsBelongToTheCommandLineAlone() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Command")
                .should()
                .resideInAPackage(ROOT + ".cli..")
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
