package io.jointae.runtime;

import com.esotericsoftware.kryo.Kryo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers the classes that jointae sends between processes with Kryo. A session needs this registrator only if it sets
 * {@code spark.kryo.registrationRequired=true}; otherwise Kryo finds by an annotation of each class how it is serialized.
 */
public final class KryoClasses implements KryoRegistrator {

    private static final String SERIALIZER = "spark.serializer";
    private static final String REQUIRED = "spark.kryo.registrationRequired";
    private static final String REGISTRATOR = "spark.kryo.registrator";
    private static final String BUFFER = "spark.kryoserializer.buffer.max";

    /** The largest value that Spark accepts. A result of a task must fit into the buffer, and an unset limit is 64 MiB. */
    private static final String LARGEST_BUFFER = "2047m";

    /** The names of the classes, one per line. */
    private static final String LIST = "kryo-classes.txt";

    /** Classes of Java and Spark's own dependencies that carry our classes and that Spark does not register. */
    private static final List<Class<?>> CARRIERS = List.of(
            Object[].class,
            int[].class,
            long[].class,
            float[].class,
            double[].class,
            float[][].class,
            double[][].class,
            String[].class,
            ArrayList.class,
            Optional.class);

    @Override
    public void registerClasses(Kryo kryo) {
        CARRIERS.forEach(kryo::register);
        for (Class<?> type : classes()) {
            kryo.register(type);
            kryo.register(Array.newInstance(type, 0).getClass());
        }
    }

    /** Returns the names of the classes that this registrator registers. */
    static List<String> names() {
        try (InputStream list = KryoClasses.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names()) {
            try {
                classes.add(Class.forName(name, false, KryoClasses.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(LIST + " names a class that does not exist", e);
            }
        }
        return classes;
    }

    /** Adds the settings that a session with Kryo needs and that the user did not make. */
    static void complete(SparkConf conf) {
        if (!isUsed(conf)) {
            return;
        }
        conf.setIfMissing(BUFFER, LARGEST_BUFFER);
        String registrators = conf.get(REGISTRATOR, "");
        if (!isListed(registrators)) {
            String name = KryoClasses.class.getName();
            conf.set(REGISTRATOR, registrators.isBlank() ? name : registrators + "," + name);
        }
    }

    /**
     * Returns what a running session lacks, as a sentence; empty if it can send our classes.
     *
     * @param conf the settings of the session
     */
    public static Optional<String> missingFrom(SparkConf conf) {
        if (!isUsed(conf) || !conf.getBoolean(REQUIRED, false) || isListed(conf.get(REGISTRATOR, ""))) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                "%s=true refuses the classes of jointae: add %s to %s before the session starts.",
                REQUIRED, KryoClasses.class.getName(), REGISTRATOR));
    }

    private static boolean isUsed(SparkConf conf) {
        return conf.get(SERIALIZER, "").endsWith("KryoSerializer");
    }

    private static boolean isListed(String registrators) {
        return Arrays.asList(registrators.strip().split("\\s*,\\s*")).contains(KryoClasses.class.getName());
    }
}
