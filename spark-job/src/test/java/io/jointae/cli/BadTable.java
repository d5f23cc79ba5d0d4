package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * A table that cannot become a dataset.
 *
 * @param wrong what is wrong
 * @param options the options of prepare, which begin with the format
 * @param content writes the table
 * @param message a part of the sentence that refuses it
 */
record BadTable(String wrong, List<String> options, Content content, String message) {

    /** Writes a table into a folder. */
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Returns a table whose values are scaled, and of which column k is left out unless other options are given. */
    static BadTable of(String format, String wrong, Content content, String message, String... more) {
        List<String> options = new ArrayList<>(List.of(format));
        options.addAll(more.length > 0 ? List.of(more) : List.of("--except=k"));
        if (!options.contains("--scaling=minmax")) {
            options.add("--scaling=minmax");
        }
        return new BadTable(wrong, options, content, message);
    }

    /** Checks that prepare refuses the table by its sentence, and leaves no dataset. */
    void isRefused(Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        content.writeTo(source);
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("prepare", "mine", "--source=" + source, "--out=" + out));
        arguments.addAll(options);
        assertThat(ShownErrors.refusal(arguments.toArray(String[]::new))).contains(message);
        if (Files.exists(out)) {
            assertThat(out).isEmptyDirectory();
        }
    }

    /** Returns a session that writes tables without compiling their expressions, which takes longer than writing them. */
    static SparkSession writingSession(SparkSession spark) {
        SparkSession writing = spark.newSession();
        writing.conf().set("spark.sql.codegen.wholeStage", false);
        writing.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        return writing;
    }

    /** Writes one file of a format of Spark, whose columns are expressions of the number of a row. */
    static void write(SparkSession spark, String format, Path target, int rows, String... columns) {
        spark.range(0, rows, 1, 1)
                .selectExpr(columns)
                .write()
                .format(format)
                .mode("append")
                .save(target.toString());
    }

    /** Returns a text with ten lines after its beginning; # stands for the number of a line. */
    static String rows(String beginning, String line) {
        StringBuilder text = new StringBuilder(beginning);
        IntStream.range(0, 10)
                .forEach(
                        i -> text.append(line.replace("#", Integer.toString(i))).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return options.get(0) + ": " + wrong;
    }
}
