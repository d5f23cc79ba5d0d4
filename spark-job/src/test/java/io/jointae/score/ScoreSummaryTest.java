package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreSummaryTest {

    @Test
    void asJsonTheFieldsAreThoseOfVersion01() {
        ScoreSummary summary =
                new ScoreSummary("DAE-2J", 2, List.of("in"), "out", new ScoreSummary.Rows(5, 4, 1), "out-bad", 1.5);
        assertThat(Json.line(summary))
                .isEqualTo("{\"model\":\"DAE-2J\",\"layer\":2,\"inputs\":[\"in\"],\"output\":\"out\",\"rowsIn\":5,"
                        + "\"rowsOut\":4,\"rowsBad\":1,\"bad\":\"out-bad\",\"seconds\":1.5}");
    }
}
