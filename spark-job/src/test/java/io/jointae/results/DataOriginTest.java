package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Manifest;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.feature.Scaling;
import io.jointae.feature.TableFeatures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DataOriginTest {

    private static final SourceFile RECTANGLES = new SourceFile("rectangles.zip", 3_000_000, "sha1:b8d456b1", true);
    private static final SourceFile DIGITS =
            new SourceFile("train-images-idx3-ubyte.gz", 9_000_000, "sha256:440f", true);
    private static final SourceFile CHANGED_DIGITS =
            new SourceFile("train-labels-idx1-ubyte.gz", 28_000, "sha256:0000", false);
    private static final SourceFile PHOTOGRAPH = new SourceFile("sea.jpg", 50_000, "sha256:1234", false);
    private static final SourceFile TABLE = new SourceFile("rows.csv", 661, "unhashed", false);

    private static DataOrigin origin(Long seed, SourceFile... sources) {
        return DataOrigin.of(manifest(seed, Map.of(), sources));
    }

    private static Manifest manifest(Long seed, Map<String, String> choices, SourceFile... sources) {
        return new Manifest(
                Manifest.FORMAT,
                "rect",
                Shape.gray(28, 28),
                2,
                List.of(),
                Map.of(),
                List.of(),
                List.of(sources),
                "recipe",
                new TreeMap<>(choices),
                seed,
                List.of(),
                "0.1.0",
                "hash",
                Scaling.NONE,
                TableFeatures.NONE,
                null);
    }

    @Test
    void rowsOfTheOfficialFilesAreOfficial() {
        assertThat(origin(null, RECTANGLES)).isEqualTo(DataOrigin.OFFICIAL);
        assertThat(origin(null, DIGITS, DIGITS)).isEqualTo(DataOrigin.OFFICIAL);
    }

    @Test
    void rowsGeneratedWithASeedAreRegeneratedWhateverTheyAreGeneratedFrom() {
        assertThat(origin(1L)).isEqualTo(DataOrigin.REGENERATED);
        assertThat(origin(1L, DIGITS)).isEqualTo(DataOrigin.REGENERATED);
        assertThat(origin(1L, DIGITS, PHOTOGRAPH)).isEqualTo(DataOrigin.REGENERATED);
    }

    @Test
    void filesOfTheUserAreTheUsersOwnWithAndWithoutADrawnSplit() {
        assertThat(origin(null, TABLE)).isEqualTo(DataOrigin.OWN);
        assertThat(origin(7L, TABLE)).isEqualTo(DataOrigin.OWN);
    }

    @Test
    void aChangedCopyOfAnOfficialFileIsNotOfficial() {
        assertThat(origin(null, DIGITS, CHANGED_DIGITS)).isEqualTo(DataOrigin.OWN);
    }

    @Test
    void rowsThatWereAcceptedUnverifiedStayUnverifiedWithOrWithoutASeed() {
        Map<String, String> marked = Map.of(Manifest.UNVERIFIED, "yes");
        assertThat(DataOrigin.of(manifest(null, marked, CHANGED_DIGITS))).isEqualTo(DataOrigin.UNVERIFIED);
        assertThat(DataOrigin.of(manifest(1L, marked, CHANGED_DIGITS))).isEqualTo(DataOrigin.UNVERIFIED);
    }
}
