package io.jointae.base.parquet;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.codec.Lz4RawCodec;
import org.apache.parquet.hadoop.codec.SnappyCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Decompression that refuses a page with fewer bytes than its header states. Parquet reads until it has all of them, and
 * two of its codecs, Snappy and LZ4, return no bytes and no end after the last byte, so that it reads for ever.
 */
final class CompletePages extends CodecFactory {

    private CompletePages(Configuration conf) {
        super(conf, 0);
    }

    /**
     * Gives Parquet the two codecs in this process. Parquet creates a codec once per process and has no setting that
     * replaces it, so other readers of Parquet files get them too; what they read from sound files is the same.
     */
    static void require(Configuration conf) {
        CompletePages codecs = new CompletePages(conf);
        for (CompressionCodecName name :
                new CompressionCodecName[] {CompressionCodecName.SNAPPY, CompressionCodecName.LZ4_RAW}) {
            codecs.getCodec(name);
        }
        CODEC_BY_NAME.replaceAll((name, codec) -> complete(codec));
    }

    private static CompressionCodec complete(CompressionCodec codec) {
        if (codec.getClass() == SnappyCodec.class) {
            Snappy complete = new Snappy();
            complete.setConf(((SnappyCodec) codec).getConf());
            return complete;
        }
        if (codec.getClass() == Lz4RawCodec.class) {
            Lz4 complete = new Lz4();
            complete.setConf(((Lz4RawCodec) codec).getConf());
            return complete;
        }
        return codec;
    }

    private static final class Snappy extends SnappyCodec {
        @Override
        public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor) throws IOException {
            return new Complete(super.createInputStream(in, decompressor));
        }
    }

    private static final class Lz4 extends Lz4RawCodec {
        @Override
        public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor) throws IOException {
            return new Complete(super.createInputStream(in, decompressor));
        }
    }

    /** A page whose bytes are read. */
    private static final class Complete extends CompressionInputStream {
        private final CompressionInputStream page;

        private Complete(CompressionInputStream page) throws IOException {
            super(page);
            this.page = page;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = page.read(bytes, offset, length);
            if (read == 0 && length > 0) {
                throw new ParquetDecodingException("a page has fewer bytes than its header states");
            }
            return read;
        }

        @Override
        public void resetState() throws IOException {
            page.resetState();
        }

        @Override
        public void close() throws IOException {
            page.close();
        }
    }
}
