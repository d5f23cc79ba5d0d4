import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Prints every row in the files of a result store: the key of the cell, a tab, and the value or why there is none. */
public final class PrintCells {

    public static void main(String[] args) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(args[0]), "[!._]*.parquet")) {
            for (Path file : files) {
                org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
                try (ParquetReader<Group> rows = ParquetReader.builder(new GroupReadSupport(), path).build()) {
                    for (Group row = rows.read(); row != null; row = rows.read()) {
                        boolean measured = row.getFieldRepetitionCount("value") > 0;
                        System.out.println("cell\t" + row.getString("key", 0) + "\t"
                                + (measured ? row.getDouble("value", 0) : row.getString("failure", 0)));
                    }
                }
            }
        }
    }
}
