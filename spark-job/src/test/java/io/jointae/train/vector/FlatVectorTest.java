package io.jointae.train.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatVectorTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16383, 16384, 16385, 100_000})
    void serializationPreservesEveryNumberBitForBit(int length) throws Exception {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i % 7 == 0 ? Float.NaN : (i % 2 == 0 ? 1 : -1) / (i + 1f);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new FlatVector(values));
            out.writeObject("next object");
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((FlatVector) in.readObject()).values()).isEqualTo(values);
            assertThat(in.readObject()).isEqualTo("next object");
        }
    }

    @Test
    void aTaskResultReleasesItsNumbersWhenItIsWritten() throws Exception {
        FlatVector vector = FlatVector.releasedOnWrite(new float[] {1, 2});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(vector);
        }
        assertThat(vector.values()).isNull();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((FlatVector) in.readObject()).values()).containsExactly(1, 2);
        }
    }

    @Test
    void thePartsOfAVectorAreWrittenWithoutTheOthersAndJoinToTheWhole() throws Exception {
        float[] values = new float[40_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        FlatVector whole = new FlatVector(values);
        float[] joined = new float[values.length];
        for (int part = 0; part < 3; part++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(whole.part(part, 3));
            }
            assertThat(bytes.size()).isLessThan(values.length * Float.BYTES / 2);
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                FlatVector read = (FlatVector) in.readObject();
                assertThat(read.values()).isEqualTo(whole.part(part, 3).values());
                read.copyTo(joined, whole.part(part, 3).begin());
            }
        }
        assertThat(joined).isEqualTo(values);
    }
}
