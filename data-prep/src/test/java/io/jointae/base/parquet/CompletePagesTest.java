package io.jointae.base.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without the check, Parquet reads the short pages for ever, so that a time limit ends the test. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletePagesTest {

    private static final byte[] PAGE = "twelve bytes".getBytes(StandardCharsets.US_ASCII);

    private static BytesInput decompressed(CompressionCodecName name, int size) throws IOException {
        CompletePages.require(new Configuration());
        CodecFactory codecs = new CodecFactory(new Configuration(), 0);
        try {
            byte[] page = codecs.getCompressor(name)
                    .compress(BytesInput.from(PAGE))
                    .toInputStream()
                    .readAllBytes();
            return BytesInput.from(codecs.getDecompressor(name)
                    .decompress(BytesInput.from(page), size)
                    .toInputStream()
                    .readAllBytes());
        } finally {
            codecs.release();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SNAPPY", "LZ4_RAW"})
    void aPageThatDecompressesToFewerBytesThanItStatesIsRefused(CompressionCodecName name) {
        assertThatThrownBy(() -> decompressed(name, PAGE.length + 1))
                .isInstanceOf(ParquetDecodingException.class)
                .hasMessage("a page has fewer bytes than its header states");
    }

    @ParameterizedTest
    @EnumSource(names = {"SNAPPY", "LZ4_RAW", "GZIP", "ZSTD"})
    void aCompletePageKeepsItsBytes(CompressionCodecName name) throws IOException {
        assertThat(decompressed(name, PAGE.length).toInputStream().readAllBytes())
                .isEqualTo(PAGE);
    }
}
