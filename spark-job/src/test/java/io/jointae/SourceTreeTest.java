package io.jointae;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what keeps the sources readable: the size of packages, files and parameter lists, names, and comments. */
class SourceTreeTest {

    private static final int MOST_FILES_PER_PACKAGE = 20;
    private static final int MOST_LINES_PER_FILE = 300;
    private static final int MEDIAN_LINES = 90;
    private static final int MOST_PARAMETERS = 7;

    /** Loaders under the names of version 0.1, by which Spark finds the stages of pipelines that it saved. */
    private static final Set<String> LOADERS_OF_OLD_PIPELINES =
            Set.of("io.jointae.score.StackedAutoencoder", "io.jointae.score.StackedAutoencoderModel");

    /** Numeric kernels, whose parameters are the arrays and the ranges that a loop runs over. */
    private static final Set<String> KERNELS = Set.of(
            "FloatActivations.backwardContractive",
            "OneDnn.product",
            "ElementWise.output",
            "ElementWise.update",
            "HostElementWise.output",
            "HostElementWise.update",
            "HostWeightPasses.update",
            "Nd4jElementWise.output",
            "Nd4jElementWise.update",
            "ProductsOnly.output",
            "ProductsOnly.update");

    /** Records that are one flat JSON object: {@code manifest.json}, and a line of {@code datasets --json}. */
    private static final Set<String> FLAT_OBJECTS = Set.of("Manifest.<init>", "Listed.<init>");

    private static final Pattern COMMENT_START =
            Pattern.compile("(?m)^\\s*(?:/\\*\\*|//|\\*) (?:Of|Those|That which|What) ");

    @Test
    void noPackageHasMoreThanTwentyFiles() {
        Map<Path, Integer> packages = new TreeMap<>();
        mainFiles().forEach(file -> packages.merge(file.getParent(), 1, Integer::sum));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy((directory, files) ->
                        assertThat(files).as(directory.toString()).isLessThanOrEqualTo(MOST_FILES_PER_PACKAGE));
    }

    @Test
    void noFileIsLongAndMostAreShort() {
        List<Long> lengths = new ArrayList<>();
        for (Path file : mainFiles()) {
            long lines = text(file).lines().count();
            assertThat(lines).as(file.toString()).isLessThanOrEqualTo(MOST_LINES_PER_FILE);
            lengths.add(lines);
        }
        lengths.sort(null);
        assertThat(lengths.get(lengths.size() / 2)).as("median lines of a file").isLessThan(MEDIAN_LINES);
    }

    @Test
    void twoTypesNeverShareASimpleName() {
        Map<String, String> types = new TreeMap<>();
        for (JavaClass type : code()) {
            if (type.isTopLevelClass()
                    && !type.getSimpleName().equals("package-info")
                    && !LOADERS_OF_OLD_PIPELINES.contains(type.getName())) {
                assertThat(types.put(type.getSimpleName(), type.getName()))
                        .as("another type with the simple name of %s", type.getName())
                        .isNull();
            }
        }
    }

    @Test
    void parameterListsAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (JavaClass type : code()) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (unit.getRawParameterTypes().size() > MOST_PARAMETERS
                        && !unit.getName().contains("$")
                        && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !KERNELS.contains(type.getSimpleName() + "." + unit.getName())
                        && !FLAT_OBJECTS.contains(type.getSimpleName() + "." + unit.getName())) {
                    tooLong.add(type.getSimpleName() + "." + unit.getName() + " has "
                            + unit.getRawParameterTypes().size() + " parameters");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noCommentBeginsInTheMiddleOfASentence() {
        for (Path file : mainFiles()) {
            Matcher comment = COMMENT_START.matcher(text(file));
            assertThat(comment.find() ? comment.group().strip() : null)
                    .as(file.toString())
                    .isNull();
        }
    }

    private static JavaClasses code() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.jointae");
    }

    private static List<Path> mainFiles() {
        Path root = root();
        try (Stream<Path> data = Files.walk(root.resolve("data-prep/src/main"));
                Stream<Path> job = Files.walk(root.resolve("spark-job/src/main/java"));
                Stream<Path> torch = Files.walk(root.resolve("spark-job/torch-engine/src/main/java"))) {
            return Stream.of(data, job, torch)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve("data-prep")) && Files.isDirectory(dir.resolve("spark-job"))) {
                return dir;
            }
        }
        throw new IllegalStateException("the test runs outside of the repository");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
