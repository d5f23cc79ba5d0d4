package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Checks the commands and options in the documentation against the command line. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");

    /** Options of spark-submit, kubectl, docker, the JVM and the scripts in deploy, which the documentation names as well. */
    private static final Set<String> FOREIGN = Set.of(
            "--add-exports",
            "--add-opens",
            "--build-arg",
            "--class",
            "--conf",
            "--deploy-mode",
            "--driver-memory",
            "--executor-cores",
            "--executor-memory",
            "--files",
            "--from-env-file",
            "--jars",
            "--kills",
            "--master",
            "--minutes",
            "--name",
            "--num-executors",
            "--packages",
            "--properties-file",
            "--py-files",
            "--queue",
            "--rm",
            // Options of deploy/python/build and of twine.
            "--sdist",
            "--spark",
            "--strict",
            "--user");

    /** Old spellings, which only the changelog names. */
    private static final Path CHANGELOG = ROOT.resolve("CHANGELOG.md");

    private static final Pattern BLOCK = Pattern.compile("```\\w*\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        assertThat(pages).hasSizeGreaterThan(8);
        return pages;
    }

    static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            while (blocks.find()) {
                String text = blocks.group(1).replaceAll("\\s*\\\\\\n\\s*", " ");
                text.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("deploy/submit "))
                        .map(line -> line.replaceFirst("\\s+#.*", ""))
                        .forEach(commands::add);
            }
        }
        assertThat(commands).hasSizeGreaterThan(15);
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandInTheDocumentationIsValid(String command) {
        CommandLine line = new CommandLine(Jointae.class).setCaseInsensitiveEnumValuesAllowed(true);
        List<String> arguments = new ArrayList<>(List.of(command.split("\\s+")));
        // The options of spark-submit come before the command.
        arguments.subList(0, first(arguments, line.getSubcommands().keySet())).clear();
        boolean abbreviated = arguments.removeIf(argument -> argument.equals("..."));

        if (abbreviated) {
            assertThat(line.getSubcommands()).containsKey(arguments.get(0));
        } else {
            assertThatCode(() -> line.parseArgs(arguments.toArray(String[]::new)))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyOptionInTheDocumentationExists(Path page) throws IOException {
        Set<String> known = new TreeSet<>(FOREIGN);
        known.addAll(Set.of("--help", "--version"));
        addOptions(new CommandLine(Jointae.class), page.equals(CHANGELOG), known);
        Set<String> named = new TreeSet<>();
        Matcher options = OPTION.matcher(Files.readString(page));
        while (options.find()) {
            named.add(options.group());
        }

        named.removeAll(known);
        assertThat(named).as("options that do not exist").isEmpty();
    }

    /** Adds the options of all commands below a command. */
    private static void addOptions(CommandLine parent, boolean withHidden, Set<String> known) {
        for (CommandLine command : parent.getSubcommands().values()) {
            command.getCommandSpec().options().stream()
                    .filter(option -> withHidden || !option.hidden())
                    .forEach(option -> known.addAll(List.of(option.names())));
            addOptions(command, withHidden, known);
        }
    }

    private static int first(List<String> arguments, Set<String> commands) {
        for (int i = 0; i < arguments.size(); i++) {
            if (commands.contains(arguments.get(i))) {
                return i;
            }
        }
        throw new AssertionError(arguments + " contains no command.");
    }
}
