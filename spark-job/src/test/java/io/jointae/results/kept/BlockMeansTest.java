package io.jointae.results.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockMeansTest {

    private final Configuration conf = new Configuration();

    @TempDir
    private Path results;

    @Test
    void theMeansComeBackAndAreSubtractedBlockByBlock() throws Exception {
        BlockMeans.of("joint", 3, new float[] {1.5f, -2, 4}).write(conf, results.toString());
        BlockMeans.of("layerwise", 3, new float[] {1, -2, 4.25f}).write(conf, results.toString());
        BlockMeans joint = BlockMeans.find(conf, results.toString(), "joint").orElseThrow();
        BlockMeans layerwise =
                BlockMeans.find(conf, results.toString(), "layerwise").orElseThrow();
        assertThat(joint.minus(layerwise)).containsExactly(new double[] {0.5, 0, -0.25}, within(1e-12));
        assertThat(BlockMeans.find(conf, results.toString(), "none")).isEmpty();
    }

    @Test
    void manyRowsHaveAThousandBlocksWhichTakeSixKilobytes() throws Exception {
        assertThat(BlockMeans.blocks(50_000)).isEqualTo(1000);
        assertThat(BlockMeans.blocks(200)).isEqualTo(200);
        BlockMeans.of("many", 50_000, new float[1000]).write(conf, results.toString());
        assertThat(Files.size(results.resolve(BlockMeans.FOLDER).resolve("many.json")))
                .isLessThan(6000);
    }

    @Test
    void otherRowsAndBlocksThatDoNotSuitTheRowsAreRefused() throws Exception {
        assertThatThrownBy(() -> BlockMeans.of("a", 3, new float[2]))
                .hasMessageContaining("2 blocks do not suit 3 rows");
        assertThatThrownBy(() -> BlockMeans.of("a", 3, new float[3]).minus(BlockMeans.of("b", 4, new float[4])))
                .hasMessageContaining("3 and on 4 rows");
        BlockMeans.of("a", 3, new float[3]).write(conf, results.toString());
        Path folder = results.resolve(BlockMeans.FOLDER);
        Files.copy(folder.resolve("a.json"), folder.resolve("b.json"));
        assertThatThrownBy(() -> BlockMeans.find(conf, results.toString(), "b"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds the rows of another cell");
    }
}
