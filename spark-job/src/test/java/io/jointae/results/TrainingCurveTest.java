package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCurveTest {

    private static final String CARD = "{\"format\":1,\"name\":\"DAE-2L\",\"data\":{\"name\":\"rect\",\"hash\":\"h\"}}";

    @TempDir
    private Path results;

    @Test
    void finishedModelsGiveACurveWhoseEpochsRunOverThePhases() throws IOException {
        model("models/rect/one", CARD, """
                {"phase":0,"epoch":1,"cost":9.0,"train":8.0,"valid":8.5,"examplesPerSecond":1.0}
                {"phase":0,"epoch":2,"cost":8.0,"train":null,"valid":null,"examplesPerSecond":1.0}
                {"phase":1,"epoch":1,"cost":7.0,"train":6.0,"valid":6.5,"examplesPerSecond":1.0}
                """);
        model("models/rect/training-still", null, "{\"phase\":0,\"epoch\":1}\n");
        assertThat(TrainingCurve.below(new Configuration(), results.toString()))
                .singleElement()
                .satisfies(curve -> {
                    assertThat(curve.run()).isEqualTo("models/rect/one");
                    assertThat(curve.dataset()).isEqualTo("rect");
                    assertThat(curve.model()).isEqualTo("DAE-2L");
                    assertThat(curve.epochs()).containsExactly(1, 2, 3);
                    assertThat(curve.points().get(1).train()).isNull();
                    assertThat(curve.lastValid()).isEqualTo(6.5);
                });
    }

    @Test
    void aLineThatIsStillBeingWrittenIsNotRead() throws IOException {
        model("m", CARD, "{\"phase\":0,\"epoch\":1,\"valid\":2.0}\n{\"phase\":0,\"ep");
        assertThat(TrainingCurve.below(new Configuration(), results.toString())
                        .get(0)
                        .points())
                .hasSize(1);
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        model("m", CARD, "{\"phase\":0,\"epoch\":1,\"valid\":2.0}\nnonsense\n");
        assertThatThrownBy(() -> TrainingCurve.below(new Configuration(), results.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("metrics.jsonl line 2");
    }

    private void model(String folder, String card, String metrics) throws IOException {
        Path model = Files.createDirectories(results.resolve(folder));
        Files.writeString(model.resolve(TrainingCurve.METRICS), metrics);
        if (card != null) {
            Files.writeString(model.resolve("model.json"), card);
        }
    }
}
