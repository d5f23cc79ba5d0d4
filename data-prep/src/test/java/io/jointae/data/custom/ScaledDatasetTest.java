package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.Json;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.columns.FeatureRequest;
import io.jointae.data.columns.TableRequest;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The moments of the training rows are in the manifest, and every reader of the dataset applies them. */
class ScaledDatasetTest extends CustomDatasetFixture {

    /** Writes rows of two values: a reading that is far from [0, 1], and a count. */
    private Path readings(int rows, String... more) throws IOException {
        Path file = dir.resolve("readings.csv");
        List<String> lines = IntStream.range(0, rows)
                .mapToObj(i -> (100 + 10 * (i % 7)) + "," + i % 5)
                .collect(Collectors.toList());
        lines.addAll(List.of(more));
        return Files.write(file, lines);
    }

    private CustomDatasetRequest request(Path source, ScalingKind kind, boolean keepConstant) {
        CustomDatasetRequest plain = datasets.request(SourceFormat.CSV, source, null, null, 1, false);
        return new CustomDatasetRequest(
                plain.name(), plain.input().with(scaled(kind, keepConstant)), plain.shares(), plain.output());
    }

    private static FeatureRequest scaled(ScalingKind kind, boolean keepConstant) {
        return new FeatureRequest(TableRequest.ALL, new ScalingRequest(kind, null, keepConstant));
    }

    private PreparedDataset open() throws IOException {
        return PreparedDataset.open(spark, dir.resolve("out/mine").toString());
    }

    @Test
    void standardizedTrainingRowsHaveMeanZeroAndDeviationOne() throws IOException {
        Manifest manifest = datasets.prepare(request(readings(100), ScalingKind.STANDARDIZE, false));
        PreparedDataset data = open();
        List<Example> stored = data.unscaled().examples(Split.TRAIN).collectAsList();
        for (int feature = 0; feature < 2; feature++) {
            int i = feature;
            double mean = stored.stream()
                    .mapToDouble(row -> row.getPixels()[i])
                    .average()
                    .orElseThrow();
            double squares = stored.stream()
                    .mapToDouble(row -> Math.pow(row.getPixels()[i] - mean, 2))
                    .sum();
            assertThat(manifest.scaling().offsets()[i]).isCloseTo((float) mean, within(1e-4f));
            assertThat(manifest.scaling().spreads()[i])
                    .isCloseTo((float) Math.sqrt(squares / (stored.size() - 1)), within(1e-4f));
            List<Example> scaled = data.exampleRows(Split.TRAIN).collect();
            assertThat(scaled.stream()
                            .mapToDouble(row -> row.getPixels()[i])
                            .average()
                            .orElseThrow())
                    .isCloseTo(0, within(1e-5));
            assertThat(scaled.stream()
                                    .mapToDouble(row -> Math.pow(row.getPixels()[i], 2))
                                    .sum()
                            / (stored.size() - 1))
                    .isCloseTo(1, within(1e-5));
        }
        assertThat(stored.get(0).getPixels()[0]).isGreaterThanOrEqualTo(100);
    }

    @Test
    void everyReaderGetsTheSameScaledRows() throws IOException {
        datasets.prepare(request(readings(100), ScalingKind.MINMAX, false));
        PreparedDataset data = open();
        assertThat(data.examples(Split.VALID).collectAsList())
                .allMatch(row -> row.getPixels()[0] >= 0 && row.getPixels()[0] <= 1)
                .extracting(row -> row.getId() + " " + row.getPixels()[0])
                .containsExactlyInAnyOrderElementsOf(data.rows(Split.VALID).collectAsList().stream()
                        .map(row -> row.getLong(0) + " " + row.getList(2).get(0))
                        .toList());
        Scaling other = new Scaling(ScalingKind.MINMAX, null, new float[] {0, 0}, new float[] {1000, 1000});
        assertThat(data.scaledBy(other).examples(Split.VALID).collectAsList())
                .allMatch(row -> row.getPixels()[0] >= 0.1f && row.getPixels()[0] <= 0.16f);
    }

    @Test
    void aDatasetWithoutScalingHasTheManifestOfEarlierVersions() throws IOException {
        Path file = Files.writeString(dir.resolve("plain.csv"), "0.5,0.25\n".repeat(30));
        Manifest plain = datasets.prepare(request(file, ScalingKind.NONE, false));
        assertThat(Json.line(plain)).doesNotContain("scaling").endsWith("\"hash\":\"" + plain.hash() + "\"}");
        assertThat(PreparedDataset.manifest(
                        spark.sessionState().newHadoopConf(),
                        dir.resolve("out/mine").toString()))
                .isEqualTo(plain);
        Path readings = readings(100);
        String standardized = datasets.prepare(request(readings, ScalingKind.STANDARDIZE, false))
                .hash();
        assertThat(datasets.prepare(request(readings, ScalingKind.MINMAX, false))
                        .hash())
                .isNotEqualTo(standardized);
        assertThat(datasets.prepare(request(readings, ScalingKind.STANDARDIZE, false))
                        .hash())
                .isEqualTo(standardized);
    }

    @Test
    void aConstantFeatureIsRefusedByNameOrKept() throws IOException {
        Path file = Files.writeString(dir.resolve("constant.csv"), "1,7,7\n2,7,7\n".repeat(20));
        datasets.assertRefused(
                request(file, ScalingKind.STANDARDIZE, false),
                "mine: value 2 of a row has the value 7.0 in every training row (and 1 other features are constant), so it"
                        + " cannot be scaled: leave it out, or set keepConstant");
        datasets.prepare(request(file, ScalingKind.STANDARDIZE, true));
        assertThat(open().examples(Split.TRAIN).collectAsList())
                .allMatch(row -> row.getPixels()[1] == 0 && row.getPixels()[0] != 0);
    }

    @Test
    void valuesThatAScalingCannotTakeAreRefusedByRow() throws IOException {
        datasets.assertRefused(
                request(readings(20, "Infinity,1"), ScalingKind.STANDARDIZE, false),
                "(row 21) has Infinity in column 1, but every value is finite where scaling is standardize");
        datasets.assertRefused(
                request(readings(20, "1,NaN"), ScalingKind.MINMAX, false), "(row 21) has NaN in column 2");
        datasets.assertRefused(
                request(readings(20, "1,-3"), ScalingKind.LOG, false),
                "(row 21) has -3 in column 2, but every value is finite and at least 0 where scaling is log");
        datasets.assertRefused(
                request(readings(20), ScalingKind.NONE, false), "set scale to the highest value, or choose a scaling");
    }

    @Test
    void aDivisorAndAScalingAreRefusedTogether() throws IOException {
        Path file = readings(20);
        CustomInput divided =
                datasets.request(SourceFormat.CSV, file, null, null, 255, false).input();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> divided.with(scaled(ScalingKind.LOG, false)))
                .hasMessage("scale and scaling are both given, and the scaling needs no divisor: leave scale out.");
    }
}
