package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFailuresTest {

    private static String message(Throwable failure) {
        return FileFailures.invalidInputBehind(failure).orElseThrow().getMessage();
    }

    private static <T extends Throwable> T thrownIn(String type, T failure) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.nio.ByteBuffer", "get", "ByteBuffer.java", 1),
            new StackTraceElement(type, "read", "X.java", 2),
            new StackTraceElement("org.apache.spark.scheduler.Task", "run", "Task.java", 3)
        });
        return failure;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Encountered error while reading file file:/data/a%20b.parquet. Details:",
                "[FAILED_READ_FILE] Encountered error while reading file file:/data/a%20b.parquet."
            })
    void theFileThatSparkWasReadingIsNamed(String message) {
        Throwable root = thrownIn("org.apache.parquet.io.Reader", new IllegalArgumentException("newLimit < 0"));

        assertThat(message(new RuntimeException(message, root)))
                .isEqualTo(
                        "file:/data/a b.parquet is a damaged Parquet file: copy it again or write it again. The reader"
                                + " says: newLimit < 0.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could not read footer for file: FileStatus{path=file:/data/a.parquet; isDirectory=false; length=4}",
                "Could not read footer for file: DeprecatedRawLocalFileStatus{path=file:/data/a.parquet, owner=me}",
                "Could not read footer for file: file:/data/a.parquet.",
                "file:/data/a.parquet is not a Parquet file. Expected magic number at tail"
            })
    void theFileWhoseFooterIsDamagedIsNamed(String message) {
        assertThat(message(new RuntimeException("Job aborted", new RuntimeException(message, new EOFException()))))
                .startsWith("file:/data/a.parquet is a damaged Parquet file: ");
    }

    @Test
    void theMissingClientOfAnObjectStoreIsNamedWithItsPackage() {
        assertThat(message(new RuntimeException(
                        "java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found",
                        new ClassNotFoundException("Class org.apache.hadoop.fs.s3a.S3AFileSystem not found"))))
                .matches("Paths with s3a:// need the S3 client of Hadoop, which is not on the class path: add"
                        + " org\\.apache\\.hadoop:hadoop-aws:[0-9.]+ to spark\\.jars\\.packages\\.");
        assertThat(message(new UnsupportedFileSystemException("No FileSystem for scheme \"gs\"")))
                .isEqualTo("No FileSystem for scheme \"gs\": correct the path, or add the jar of the file system to"
                        + " spark.jars.");
        assertThat(FileFailures.invalidInputBehind(new ClassNotFoundException("a.B")))
                .isEmpty();
    }

    @Test
    void aDecoderThatFailsInAReaderIsADamagedFileEvenIfNoMessageNamesIt() {
        assertThat(message(thrownIn("org.apache.parquet.hadoop.ParquetFileReader", new IllegalStateException("odd"))))
                .isEqualTo(
                        "A Parquet file of the input is damaged: copy it again or write it again. The reader says: odd.");
        assertThat(message(thrownIn(
                        "org.apache.spark.sql.execution.vectorized.OnHeapColumnVector",
                        new ArrayIndexOutOfBoundsException("Index 15 out of bounds for length 12"))))
                .contains("The reader says: Index 15 out of bounds for length 12.");
        assertThat(FileFailures.invalidInputBehind(
                        thrownIn("org.apache.parquet.hadoop.ParquetFileWriter", new IllegalStateException("odd"))))
                .isEmpty();
    }

    @Test
    void aStorageThatDoesNotAnswerAndAFileThatIsGoneAreNoDamage() {
        for (IOException root : new IOException[] {
            new SocketTimeoutException("no answer"), new FileNotFoundException("gone"), new IOException("disk")
        }) {
            Throwable failure = new RuntimeException("Encountered error while reading file s3a://b/a.parquet.", root);
            assertThat(FileFailures.invalidInputBehind(failure)).isEmpty();
        }
    }

    @Test
    void aMissingRightIsInvalidInput() {
        assertThat(message(new RuntimeException("x", new AccessControlException("Permission denied: user=me"))))
                .isEqualTo(
                        "A right is missing: Permission denied: user=me. Ask for the right, or choose another path or"
                                + " another user.");
        assertThat(message(new FileNotFoundException("/data/a (Permission denied)")))
                .startsWith("A right is missing: /data/a (Permission denied). ");
        assertThat(message(new IOException("Mkdirs failed to create /data/a.run (exists=false, cwd=file:/home)")))
                .isEqualTo(
                        "The folder /data/a.run cannot be created: ask for the right to write to its parent, or choose"
                                + " another path.");
    }

    @Test
    void aFullDiskIsAFailureWithASentenceAndNoInvalidInput() {
        Throwable failure = new RuntimeException(
                "Job aborted due to stage failure: Lost task 0.0: java.io.IOException: No space left on device\n\tat a.b",
                new IOException("x"));
        assertThat(FileFailures.invalidInputBehind(failure)).isEmpty();
        assertThat(FileFailures.fullDisk(failure))
                .contains(
                        "A disk is full (No space left on device): make room for the output and for Spark's temporary files"
                                + " (spark.local.dir), and run the command again.");
        assertThat(FileFailures.fullDisk(new IOException("The DiskSpace quota of /user/me is exceeded: quota = 1 B")))
                .isPresent();
        assertThat(FileFailures.fullDisk(new IOException("disk"))).isEmpty();
    }

    @Test
    void theSentenceOfOurOwnCodeComesFirst() {
        InvalidInputException own = new InvalidInputException("Row 3 is wrong: correct it.");
        assertThat(FileFailures.invalidInputBehind(
                        new RuntimeException("Encountered error while reading file a.parquet.", own)))
                .containsSame(own);
    }
}
