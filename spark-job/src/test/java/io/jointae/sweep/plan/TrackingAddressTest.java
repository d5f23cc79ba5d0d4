package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.TrackingAddress;
import io.jointae.sweep.file.SweepFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The address of a tracking server is shown without credentials. */
class TrackingAddressTest {

    @Test
    void theUserThePasswordAndTheQueryAreNotShown() {
        assertThat(TrackingAddress.withoutCredentials("https://ann:secret@host:5000/path"))
                .isEqualTo("https://host:5000/path");
        assertThat(TrackingAddress.withoutCredentials("https://token@host")).isEqualTo("https://host");
        assertThat(TrackingAddress.withoutCredentials("http://host:5000/x?token=secret#part"))
                .isEqualTo("http://host:5000/x");
        assertThat(TrackingAddress.withoutCredentials("Failed to connect to http://a:b@host/api?key=c now"))
                .isEqualTo("Failed to connect to http://host/api now");
        // A password with an @ that is not encoded.
        assertThat(TrackingAddress.withoutCredentials("http://ann:se@cret@host/x@y"))
                .isEqualTo("http://host/x@y");
        assertThat(TrackingAddress.withoutCredentials("http://host:5000/a@b")).isEqualTo("http://host:5000/a@b");
    }

    @Test
    void theRefusalOfAnAddressAndTheSweepAsYamlDoNotShowThePassword() throws IOException {
        assertThatThrownBy(() -> TrackingAddress.check("https:///ann:secret@host"))
                .isInstanceOf(InvalidInputException.class);
        String yaml = "name: a\ndata: d\ndatasets: [rect]\nkinds: [dae]\nschemes: [J]\nlayers: [1]\n"
                + "mlflow: https://ann:secret@host:5000?token=t\n";
        List<SweepGrid> grids =
                SweepFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "sweep.yaml");
        assertThat(grids.get(0).mlflow()).contains("ann:secret");
        assertThat(SweepFile.toYaml(grids.get(0)))
                .contains("https://host:5000")
                .doesNotContain("secret")
                .doesNotContain("token");
    }
}
