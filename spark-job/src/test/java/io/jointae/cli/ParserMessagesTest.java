package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.cli.outcome.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message about invalid arguments is one clear sentence that names the argument and the remedy. */
class ParserMessagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'' | A command is missing. See deploy/submit --help.",
                "trian | trian is not a command: did you mean train? See deploy/submit --help.",
                "train --nosie 0.1 | --nosie is not an option of train: did you mean --noise? See deploy/submit train --help.",
                "train --nosie=0.1 --data x --model y | --nosie is not an option of train: did you mean --noise? See deploy/submit train --help.",
                "train --model y | --data=DIR is required: add it. See deploy/submit train --help.",
                "prepare | --out=DIR and NAME are required: add them. See deploy/submit prepare --help.",
                "train --data x --model | --model needs a value: write --model=DIR.",
                "train --data x --data y --model z | --data is given more than once: give it once.",
                "train --data x --model y --untied=true | --untied takes no value: write --untied alone.",
                "datasets data more | more is one argument too many for datasets. See deploy/submit datasets --help.",
                "finetune --data x --model y --epochs ten | --epochs ten is not a whole number: write --epochs=N, such as --epochs=10.",
                "reproduce model --tolerance small | --tolerance small is not a number: write --tolerance=DIFFERENCE, such as --tolerance=0.1.",
                "prepare mine --out x --source y --format xml | --format xml is unknown: choose one of idx, csv, images, parquet, orc, json."
            })
    void anInvalidArgumentIsNamedTogetherWithTheRemedy(String arguments, String message) {
        String[] words = arguments.equals("''") ? new String[0] : arguments.split(" ");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), words);
        assertThat(errors.toString(StandardCharsets.UTF_8).strip()).isEqualTo("jointae: " + message);
        assertThat(status).isEqualTo(ExitStatus.INVALID_INPUT);
    }
}
