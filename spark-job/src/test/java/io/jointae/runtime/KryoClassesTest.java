package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class KryoClassesTest {

    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

    private static List<JavaClass> code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(
                                location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
                        .importPackages("io.jointae")
                        .stream()
                        .toList();
    }

    /** Kryo 4 sets the fields of an object by their offsets, which the JVM does not tell for a record. */
    @Test
    void everySerializableRecordIsSerializedByJavaAlsoWithinKryo() {
        Set<String> without = code.stream()
                .filter(type -> type.isRecord() && type.isAssignableTo(Serializable.class))
                // Networks of DL4J contain it, and Spark never sends one.
                .filter(type -> !type.getSimpleName().equals("ScaledRate"))
                .filter(type -> !type.isAnnotatedWith(DefaultSerializer.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without)
                .as("records to annotate with @DefaultSerializer(JavaSerializer.class)")
                .isEmpty();
    }

    @Test
    void everyAnnotatedClassIsInTheListOfTheRegistrator() {
        Set<String> annotated = code.stream()
                .filter(type -> type.isAnnotatedWith(DefaultSerializer.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(annotated).hasSizeGreaterThan(50);
        assertThat(KryoClasses.names()).containsExactlyElementsOf(annotated);
    }

    @DefaultSerializer(JavaSerializer.class)
    private record Unregistered(int number) implements Serializable {}

    @Test
    void theRegistratorServesASessionThatRequiresRegistration() {
        SparkConf conf = ClusterChecks.complete(
                new SparkConf(false).set("spark.serializer", KRYO).set("spark.kryo.registrationRequired", "true"));
        assertThat(KryoClasses.missingFrom(conf)).isEmpty();
        assertThat(conf.get("spark.kryoserializer.buffer.max")).isEqualTo("2047m");
        SerializerInstance kryo = new KryoSerializer(conf).newInstance();
        float[][] rows = {{1, 2}, {3}};
        assertThat(kryo.<float[][]>deserialize(
                        kryo.serialize(rows, ClassTag$.MODULE$.apply(float[][].class)),
                        ClassTag$.MODULE$.apply(float[][].class)))
                .isDeepEqualTo(rows);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> kryo.serialize(new Unregistered(1), ClassTag$.MODULE$.apply(Unregistered.class)))
                .hasMessageContaining("Class is not registered");
    }

    @Test
    void aSessionWithoutTheRegistratorIsToldWhatToSet() {
        SparkConf conf = new SparkConf(false).set("spark.serializer", KRYO);
        assertThat(KryoClasses.missingFrom(conf)).isEmpty();
        conf.set("spark.kryo.registrationRequired", "true").set("spark.kryo.registrator", "com.example.Mine");
        assertThat(KryoClasses.missingFrom(conf))
                .hasValue("spark.kryo.registrationRequired=true refuses the classes of jointae: add"
                        + " io.jointae.runtime.KryoClasses to spark.kryo.registrator before the session starts.");
        assertThat(ClusterChecks.complete(conf).get("spark.kryo.registrator"))
                .isEqualTo("com.example.Mine,io.jointae.runtime.KryoClasses");
    }
}
