package io.jointae.data.listing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLinksTest {

    @TempDir
    private Path dir;

    private Path one;
    private Path other;

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectories(dir.resolve("data/one"));
        other = Files.createDirectories(dir.resolve("data/other"));
    }

    private static void check(Path folder) throws IOException {
        FolderLinks.refuseLoop(new org.apache.hadoop.fs.Path(folder.toUri()));
    }

    @Test
    void foldersAndLinksToOtherFoldersAreListed() throws IOException {
        Path link = Files.createSymbolicLink(one.resolve("link"), other);
        assertThatCode(() -> check(one)).doesNotThrowAnyException();
        assertThatCode(() -> check(link)).doesNotThrowAnyException();
        assertThatCode(() -> FolderLinks.refuseLoop(new org.apache.hadoop.fs.Path("s3a://bucket/data")))
                .doesNotThrowAnyException();
    }

    @Test
    void aLinkToAFolderAboveItIsRefused() throws IOException {
        Path loop = Files.createSymbolicLink(one.resolve("loop"), Path.of(".."));
        assertThatThrownBy(() -> check(loop))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "%s is a link to %s, a folder that contains it: remove the link.", loop, dir.resolve("data"));
    }

    @Test
    void twoLinksThatLeadToEachOtherAreRefused() throws IOException {
        Files.createSymbolicLink(one.resolve("next"), other);
        Files.createSymbolicLink(other.resolve("next"), one);
        check(one.resolve("next"));
        assertThatThrownBy(() -> check(one.resolve("next/next"))).isInstanceOf(InvalidInputException.class);
    }
}
