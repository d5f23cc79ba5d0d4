import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes texts about five topics, counts their words by Spark ML's {@code CountVectorizer}, and writes the counts as sparse
 * vectors. It needs the jars of Spark:
 *
 * <pre>{@code
 * java --add-exports java.base/sun.nio.ch=ALL-UNNAMED -cp 'deploy/target/spark/jars/*' docs/walkthroughs/Words.java words
 * }</pre>
 */
public final class Words {

    private static final int TOPICS = 5;

    /** The number of words that every topic uses, and of those that belong to one topic. */
    private static final int COMMON = 1000;
    private static final int OWN = 300;

    private static final StructType TEXTS =
            new StructType().add("topic", DataTypes.IntegerType).add("text", DataTypes.StringType);

    private final Random random = new Random(5);
    private final SparkSession spark;

    private Words(SparkSession spark) {
        this.spark = spark;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Give the folder to write, such as words.");
            System.exit(2);
        }
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
        Words words = new Words(spark);
        Dataset<Row> train = words.tokens(2000);
        CountVectorizerModel counts = new CountVectorizer()
                .setInputCol("words")
                .setOutputCol("counts")
                .setMinDF(5)
                .fit(train);
        Dataset<Row> counted = words.write(counts.transform(train), args[0] + "/train");
        words.write(counts.transform(words.tokens(300)), args[0] + "/valid");
        Dataset<Row> test = words.write(counts.transform(words.tokens(600)), args[0] + "/test");
        System.out.println("Words that occur in 5 texts or more: " + counts.vocabulary().length);
        // Among the penalties 0.001, 0.01, 0.1 and 1 this one is the best.
        double accuracy = new LogisticRegression()
                .setLabelCol("topic")
                .setFeaturesCol("counts")
                .setRegParam(0.1)
                .fit(counted.limit(200))
                .evaluate(test)
                .accuracy();
        System.out.printf(
                Locale.ROOT,
                "A logistic regression on the counts of 200 texts is wrong on %.1f %% of the test texts.%n",
                100 * (1 - accuracy));
        spark.stop();
    }

    private Dataset<Row> write(Dataset<Row> texts, String folder) {
        texts.select("topic", "counts").coalesce(1).write().mode("overwrite").parquet(folder);
        Dataset<Row> written = spark.read().parquet(folder);
        System.out.println(folder + ": " + written.count() + " texts");
        return written;
    }

    private Dataset<Row> tokens(int texts) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            int topic = random.nextInt(TOPICS);
            rows.add(RowFactory.create(topic, text(topic)));
        }
        return new Tokenizer()
                .setInputCol("text")
                .setOutputCol("words")
                .transform(spark.createDataFrame(rows, TEXTS));
    }

    /** Returns 30 to 80 words, of which one in six belongs to the topic. */
    private String text(int topic) {
        StringBuilder text = new StringBuilder();
        int length = 30 + random.nextInt(51);
        for (int i = 0; i < length; i++) {
            int word = random.nextInt(6) == 0 ? COMMON + OWN * topic + rank(OWN) : rank(COMMON);
            text.append(i == 0 ? "" : " ").append(name(word));
        }
        return text.toString();
    }

    /** Returns a rank from 0 on; as in real texts, a word is about as rare as its rank is high. */
    private int rank(int words) {
        return (int) Math.pow(words + 1.0, random.nextDouble()) - 1;
    }

    private static String name(int word) {
        String syllables = "bakelimonuprasetivodu";
        StringBuilder name = new StringBuilder();
        for (int rest = word + 10; rest > 0; rest /= 10) {
            int at = 2 * (rest % 10);
            name.append(syllables, at, at + 2);
        }
        return name.toString();
    }
}
