package io.jointae.data.table;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the rows of a table to an object store. Each task writes one file, once and under its final name, which contains
 * the number of the task's attempt. The driver receives the names of the files of the attempts that count. Spark's own
 * writer renames every file twice, and an object store copies a file that is renamed.
 *
 * @param writers creates the writers of the files
 * @param schema the columns
 * @param conf the configuration of the file system and of the format
 */
@DefaultSerializer(JavaSerializer.class)
public record InPlaceTable(OutputWriterFactory writers, StructType schema, SerializableConfiguration conf)
        implements Serializable {

    /**
     * A file of a table.
     *
     * @param name the name in the folder of the table
     * @param bytes the size
     * @param rows the number of rows
     */
    @DefaultSerializer(JavaSerializer.class)
    public record WrittenFile(String name, long bytes, long rows) implements Serializable {}

    /**
     * Writes a table.
     *
     * @param rows the rows; each partition becomes a file, but an empty one only if it is the first
     * @param format the format of the files
     * @param folder the folder of the table
     * @param run a part of the names of the files, which no other run that writes to the folder has
     * @return the files of the table, in the order of the partitions
     */
    public static List<WrittenFile> write(Dataset<Row> rows, FileFormat format, Path folder, String run)
            throws IOException {
        Job job = Job.getInstance(rows.sparkSession().sessionState().newHadoopConf());
        OutputWriterFactory writers = format.prepareWrite(
                rows.sparkSession(), job, scala.collection.immutable.Map$.MODULE$.empty(), rows.schema());
        InPlaceTable table =
                new InPlaceTable(writers, rows.schema(), new SerializableConfiguration(job.getConfiguration()));
        String place = folder.toString();
        JavaRDD<InternalRow> internal = rows.queryExecution().toRdd().toJavaRDD();
        if (internal.getNumPartitions() == 0) {
            // A table without rows has one file, which holds the schema.
            internal = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
                    .parallelize(List.<InternalRow>of(), 1);
        }
        List<WrittenFile> files = new ArrayList<>(internal.mapPartitionsWithIndex(
                        (partition, part) -> table.writePartition(place, run, partition, part), false)
                .collect());
        files.sort(Comparator.comparing(WrittenFile::name));
        table.deleteOtherFilesOf(run, folder, files);
        return files;
    }

    private Iterator<WrittenFile> writePartition(String folder, String run, int partition, Iterator<InternalRow> rows)
            throws IOException {
        if (partition > 0 && !rows.hasNext()) {
            return List.<WrittenFile>of().iterator();
        }
        TaskContext task = TaskContext.get();
        TaskID id = new TaskID(new JobID(run, 0), TaskType.MAP, partition);
        TaskAttemptContextImpl context =
                new TaskAttemptContextImpl(conf.value(), new TaskAttemptID(id, task.attemptNumber()));
        String name = String.format("part-%05d-%s-%d", partition, run, task.taskAttemptId())
                + writers.getFileExtension(context);
        Path file = new Path(folder, name);
        FileSystem fileSystem = file.getFileSystem(conf.value());
        long count = 0;
        boolean complete = false;
        OutputWriter writer = writers.newInstance(file.toString(), schema, context);
        try {
            while (rows.hasNext()) {
                writer.write(rows.next());
                count++;
            }
            writer.close();
            complete = true;
        } finally {
            if (!complete) {
                fileSystem.delete(file, false);
            }
        }
        return List.of(new WrittenFile(name, fileSystem.getFileStatus(file).getLen(), count))
                .iterator();
    }

    /** Deletes the files of task attempts that do not count. */
    private void deleteOtherFilesOf(String run, Path folder, List<WrittenFile> files) throws IOException {
        Set<String> names = new HashSet<>();
        files.forEach(file -> names.add(file.name()));
        FileSystem fileSystem = folder.getFileSystem(conf.value());
        for (FileStatus status : fileSystem.listStatus(folder)) {
            String name = status.getPath().getName();
            if (name.contains("-" + run + "-") && !names.contains(name)) {
                fileSystem.delete(status.getPath(), false);
            }
        }
    }
}
