package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class InvalidInputExceptionTest {

    private static final InvalidInputException NEGATIVE_RATE =
            InvalidInputException.ofField("learning-rate", "%s is not positive: choose a value greater than 0.", -0.1);

    @Test
    void theMessageNamesTheFieldWithoutDashes() {
        assertThat(NEGATIVE_RATE).hasMessage("learning-rate -0.1 is not positive: choose a value greater than 0.");
        assertThat(NEGATIVE_RATE.field()).contains("learning-rate");
    }

    @Test
    void anInterfaceShowsEveryFieldInItsOwnSpelling() {
        InvalidInputException exists = InvalidInputException.of(
                "%s exists: choose another path or set %s.", "a$1/b", FieldName.of("overwrite"));
        assertThat(exists).hasMessage("a$1/b exists: choose another path or set overwrite.");
        assertThat(exists.message(name -> "--" + name))
                .isEqualTo("a$1/b exists: choose another path or set --overwrite.");
        assertThat(NEGATIVE_RATE.message(name -> "--" + name)).startsWith("--learning-rate -0.1 is not positive");
    }

    @Test
    void aMessageWithoutAFieldIsTheSameEverywhere() {
        InvalidInputException plain = new InvalidInputException(" two\n lines ");
        assertThat(plain).hasMessage("two lines");
        assertThat(plain.field()).isEmpty();
        assertThat(plain.message(name -> "--" + name)).isEqualTo("two lines");
    }

    @Test
    void aTextFromAFileDoesNotControlTheTerminal() {
        assertThat(InvalidInputException.of("%s has '%s' in column 1.", "a.csv", "\u001b[2J\u009b1m\u202ex\ty"))
                .hasMessage("a.csv has '\\u001b[2J\\u009b1m\\u202ex\ty' in column 1.");
        assertThat(NEGATIVE_RATE.causedBy(null).field()).contains("learning-rate");
    }

    @Test
    void theFieldSurvivesACauseAndTheWayBetweenProcesses() throws Exception {
        InvalidInputException withCause = NEGATIVE_RATE.causedBy(new NumberFormatException("no number"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(withCause);
        }
        Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(read).isInstanceOfSatisfying(InvalidInputException.class, received -> {
            assertThat(received.field()).contains("learning-rate");
            assertThat(received).hasMessage(NEGATIVE_RATE.getMessage()).hasRootCauseMessage("no number");
        });
    }
}
