package io.jointae.evaluate.svm.hinge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.evaluate.data.RowBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HingeChunkTest {

    private static final int WIDTH = 7;
    private static final ChunkLayout LAYOUT = new ChunkLayout(2500, WIDTH, 10);

    @Test
    void theOrderOfBlocksAndRowsDoesNotChangeTheChunks() {
        List<RowBlock> rows = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            rows.add(row(i));
        }
        List<RowBlock> inOrder = chunks(rows);
        Collections.shuffle(rows, new Random(1));
        List<RowBlock> shuffled = chunks(rows);
        shuffled.sort((one, other) -> Long.compare(one.ids()[0], other.ids()[0]));
        assertThat(inOrder).hasSize(3).hasSize(LAYOUT.chunks());
        for (int c = 0; c < 3; c++) {
            assertThat(shuffled.get(c).ids()).isEqualTo(inOrder.get(c).ids());
            assertThat(shuffled.get(c).values()).isEqualTo(inOrder.get(c).values());
            assertThat(inOrder.get(c).values()[WIDTH]).isEqualTo(1);
        }
    }

    @Test
    void missingAndRepeatedRowsAreFound() {
        assertThatThrownBy(() -> chunks(List.of(row(0), row(2)))).hasMessageContaining("are missing");
        assertThatThrownBy(() -> chunks(List.of(row(0), row(0)))).hasMessage("Row 0 occurs twice.");
    }

    @Test
    void aWrittenChunkHasTheSameRows() throws IOException, ClassNotFoundException {
        RowBlock rows = new ChunkAssembly(
                        new ChunkLayout(3, WIDTH, 10),
                        List.of(row(2), row(0), row(1)).iterator())
                .next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HingeChunk chunk = new HingeChunk(rows);
                ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(chunk);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                HingeChunk read = (HingeChunk) in.readObject()) {
            assertThat(read.rows().values()).isEqualTo(rows.values());
            assertThat(read.rows().labels()).isEqualTo(rows.labels());
        }
    }

    @Test
    void aClosedChunkRefusesFurtherSums() {
        HingeChunk chunk = new HingeChunk(new RowBlock(new long[1], new int[1], new float[] {1, 1}));
        chunk.close();
        chunk.close();
        assertThatThrownBy(chunk::rows).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wideRowsHaveSmallChunks() {
        ChunkLayout wide = new ChunkLayout(1_000_000, 100_000, 1);
        assertThat(wide.rowsPerChunk()).isEqualTo(41);
        assertThat(wide.chunk(41)).isEqualTo(1);
        assertThat(wide.rows(wide.chunks() - 1)).isEqualTo(1_000_000 % 41);
    }

    private static List<RowBlock> chunks(List<RowBlock> rows) {
        List<RowBlock> chunks = new ArrayList<>();
        new ChunkAssembly(LAYOUT, rows.iterator()).forEachRemaining(chunks::add);
        return chunks;
    }

    private static RowBlock row(int id) {
        float[] values = new float[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            values[j] = (float) Math.sin(id * 31 + j);
        }
        return new RowBlock(new long[] {id}, new int[] {id % 3}, values);
    }
}
