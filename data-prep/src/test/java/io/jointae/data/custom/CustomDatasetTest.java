package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's rows go to the splits in order, and invalid rows and options are refused by name. */
class CustomDatasetTest extends CustomDatasetFixture {

    @Test
    void everyCsvRowGoesToOneSplitAndKeepsItsOrder() throws IOException {
        Manifest manifest =
                datasets.prepare(datasets.request(SourceFormat.CSV, datasets.csv(250), "class", null, 255, false));
        assertThat(manifest.classes()).isEqualTo(3);
        assertThat(manifest.shape()).isEqualTo(Shape.flat(3));
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(175);
        assertThat(manifest.count(Split.VALID)).isEqualTo(50);
        assertThat(manifest.count(Split.TEST)).isEqualTo(25);
        boolean[] seen = new boolean[250];
        for (Split split : Split.values()) {
            int before = -1;
            for (Example row : datasets.rows(split).values()) {
                int position = Math.round(row.getPixels()[0] * 255);
                assertThat(position).isGreaterThan(before);
                assertThat(seen[position]).isFalse();
                assertThat(row.getLabel()).isEqualTo(position % 3);
                assertThat(row.getPixels()[1]).isEqualTo(1);
                seen[position] = true;
                before = position;
            }
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void theSplitsOfTheSourceAreKeptAndAMissingOneIsDrawn() throws IOException {
        Path source = Files.createDirectory(dir.resolve("source"));
        Files.writeString(source.resolve("train.csv"), "0.1,0.2\n".repeat(20));
        Files.writeString(source.resolve("test.csv"), "0.3,0.4\n".repeat(5));
        Manifest manifest = datasets.prepare(datasets.request(SourceFormat.CSV, source, null, null, 1, false));
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(16);
        assertThat(manifest.count(Split.VALID)).isEqualTo(4);
        assertThat(manifest.count(Split.TEST)).isEqualTo(5);
        assertThat(manifest.classes()).isZero();
        assertThat(datasets.rows(Split.TEST).get(4L).getPixels()).containsExactly(0.3f, 0.4f);
        assertThat(datasets.rows(Split.TEST).get(4L).getLabel()).isEqualTo(Example.UNLABELED);
    }

    @Test
    void theErrorNamesTheInvalidCsvRow() throws IOException {
        Path file = datasets.csv(5);
        String good = Files.readString(file);
        Files.writeString(file, good + "1,x,3,4\n");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "class", null, 255, false),
                "(row 6) has the label 'x', which is not a whole number.");
        Files.writeString(file, good + "1,2,3\n");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "class", null, 255, false),
                "(row 6) has 3 columns instead of 4: correct the row.");
        Files.writeString(file, good + "256,2,3,4\n");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "class", null, 255, false), "(row 6) has 256 in column 1");
        Files.writeString(file, good + "1,2,three,4\n");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "class", null, 255, false), "(row 6) has 'three' in column 3");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "klass", null, 255, false),
                "labelColumn klass is not in the header of");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, file, "class", Shape.gray(2, 2), 255, false),
                "size 2x2 is 4 values, but the rows of");
        datasets.assertRefused(
                datasets.request(SourceFormat.CSV, dir.resolve("none"), null, null, 1, false), "does not exist");
        Path empty = Files.createDirectory(dir.resolve("empty"));
        datasets.assertRefused(datasets.request(SourceFormat.CSV, empty, null, null, 1, false), "has no files");
        datasets.assertRefused(datasets.request(SourceFormat.IMAGES, empty, null, null, 1, false), "has no files");
    }

    @Test
    void sharesHoldInEveryBlockAndIdsHaveNoGaps() {
        RandomSplit draw = new RandomSplit(3, 10_500, 0.2, 0.1);
        RandomSplit.Cursor cursor = draw.cursor();
        long[] next = new long[3];
        for (long position = 0; position < 10_500; position++) {
            int split = cursor.split(position).ordinal();
            assertThat(cursor.id(position)).isEqualTo(next[split]);
            next[split]++;
            if ((position + 1) % RandomSplit.BLOCK == 0) {
                long blocks = (position + 1) / RandomSplit.BLOCK;
                assertThat(List.of(next[0], next[1], next[2]))
                        .containsExactly(700 * blocks, 200 * blocks, 100 * blocks);
            }
        }
    }

    @Test
    void invalidOptionsAreRefusedBeforeAnyFileIsRead() {
        assertThatThrownBy(() -> datasets.request(SourceFormat.CSV, dir, null, null, 0, false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> datasets.request(SourceFormat.IDX, dir, null, null, 2, false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> datasets.request(SourceFormat.CSV, dir, null, null, 1, true))
                .isInstanceOf(InvalidInputException.class);
    }
}
