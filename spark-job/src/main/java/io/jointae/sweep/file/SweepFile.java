package io.jointae.sweep.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jointae.base.InvalidInputException;
import io.jointae.sweep.plan.Halving;
import io.jointae.sweep.plan.SweepGrid;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads and writes sweep files, which are YAML: one {@link SweepGrid}, or several separated by {@code ---}. */
public final class SweepFile {

    private static final String HALVING = "halving";
    /** The deepest nesting of brackets; a sweep needs three levels. */
    private static final int DEEPEST = 20;
    /** The largest file in bytes. */
    private static final int LARGEST = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            // A number of epochs such as 2.5 is refused rather than rounded to 2.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private SweepFile() {}

    /**
     * Reads a file of any Hadoop file system and checks everything that can be checked without the data.
     *
     * @throws InvalidInputException if the file does not exist or is not a valid sweep; the message names the file and
     *     the key
     */
    public static List<SweepGrid> read(Configuration conf, String file) throws IOException {
        Path path = new Path(file);
        if (!path.getFileSystem(conf).exists(path)) {
            throw InvalidInputException.of(
                    "%s: no such file; the sweeps of the paper are conf/paper/table-1.yaml to table-7.yaml.", file);
        }
        try (InputStream in = path.getFileSystem(conf).open(path)) {
            return read(in, file);
        }
    }

    /**
     * Reads a sweep from a stream and checks everything that can be checked without the data.
     *
     * @param in stream with the YAML text
     * @param file name of the file in messages
     * @throws InvalidInputException if the text is not a valid sweep; the message names the file and the key
     */
    public static List<SweepGrid> read(InputStream in, String file) throws IOException {
        byte[] text = in.readNBytes(LARGEST + 1);
        if (text.length > LARGEST || depth(text) > DEEPEST) {
            throw InvalidInputException.of(
                    "%s is not a sweep: it has more than %d bytes, or more than %d levels of brackets; give a sweep file.",
                    file, LARGEST, DEEPEST);
        }
        try (JsonParser parser = YAML.createParser(text);
                MappingIterator<JsonNode> grids = YAML.readerFor(JsonNode.class).readValues(parser)) {
            List<SweepGrid> all = new ArrayList<>();
            for (JsonNode tree : grids.readAll()) {
                if (tree.isNull()) {
                    throw empty(file);
                }
                // Unknown keys are reported first, since a key that seems to be missing may be misspelled.
                checkKeys(tree, SweepFileKeys.class, file);
                checkKeys(tree.path(HALVING), Halving.class, file);
                all.add(grid(YAML.treeToValue(tree, SweepFileKeys.class), file));
            }
            if (all.isEmpty()) {
                throw empty(file);
            }
            return all;
        } catch (MismatchedInputException e) {
            throw new InvalidInputException(file + ": " + keyPrefix(e) + firstLine(e), e);
        } catch (JsonProcessingException e) {
            InvalidInputException invalid = invalidInput(e);
            throw invalid == null
                    ? new InvalidInputException(file + ": not valid YAML: " + firstLine(e), e)
                    : InvalidInputException.of("%s: %s", file, invalid.getMessage());
        }
    }

    /**
     * Returns the largest number of open brackets at any place, also of brackets in texts. The time that the YAML scanner
     * takes grows with the square of this depth.
     */
    private static int depth(byte[] text) {
        int open = 0;
        int deepest = 0;
        for (byte c : text) {
            if (c == '[' || c == '{') {
                open++;
            } else if (c == ']' || c == '}') {
                open = Math.max(0, open - 1);
            }
            deepest = Math.max(deepest, open);
        }
        return deepest;
    }

    /** Returns a grid as a sweep file with every key, defaults included. Each key takes one line. */
    public static String toYaml(SweepGrid grid) {
        JsonNode tree = YAML.valueToTree(SweepFileKeys.of(grid));
        return tree.properties().stream()
                .map(entry -> entry.getKey() + ": " + unwrapSingles(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Replaces each list of one entry, which holds for all layers, by the entry. */
    private static JsonNode unwrapSingles(JsonNode value) {
        if (value instanceof ArrayNode grid) {
            for (int i = 0; i < grid.size(); i++) {
                if (grid.get(i).isArray() && grid.get(i).size() == 1) {
                    grid.set(i, grid.get(i).get(0));
                }
            }
        }
        return value;
    }

    private static SweepGrid grid(SweepFileKeys keys, String file) {
        try {
            SweepGrid grid = keys.grid();
            // Both methods check values that the grid itself does not check.
            grid.trainings();
            grid.evaluation(grid.training().seeds().get(0));
            return grid;
        } catch (InvalidInputException e) {
            throw InvalidInputException.of("%s: %s", file, e.getMessage());
        }
    }

    private static InvalidInputException empty(String file) {
        return InvalidInputException.of(
                "%s: the file is empty, or a grid between two --- is empty: give name, datasets, kinds, schemes and layers.",
                file);
    }

    /** Refuses unknown keys, and keys that are given under their new and their old name. */
    private static void checkKeys(JsonNode tree, Class<?> type, String file) {
        DeserializationConfig config = YAML.getDeserializationConfig();
        List<String> known = new ArrayList<>();
        for (BeanPropertyDefinition property :
                config.introspect(YAML.constructType(type)).findProperties()) {
            known.add(property.getName());
            for (String alias : aliases(config, property)) {
                if (tree.has(alias) && tree.has(property.getName())) {
                    throw InvalidInputException.of(
                            "%s: key %s is given twice, the second time under its old name %s: remove one of them.",
                            file, property.getName(), alias);
                }
                known.add(alias);
            }
        }
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        tree.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String nearest = known.stream()
                        .min(Comparator.comparing(name -> distance.apply(name, key)))
                        .orElseThrow();
                throw InvalidInputException.of("%s: unknown key %s; did you mean %s?", file, key, nearest);
            }
        });
    }

    private static List<String> aliases(DeserializationConfig config, BeanPropertyDefinition property) {
        List<PropertyName> aliases =
                config.getAnnotationIntrospector().findPropertyAliases(property.getPrimaryMember());
        return aliases == null
                ? List.of()
                : aliases.stream().map(PropertyName::getSimpleName).toList();
    }

    private static String keyPrefix(MismatchedInputException e) {
        return e.getPath().isEmpty() ? "" : "key " + e.getPath().get(0).getFieldName() + ": ";
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static InvalidInputException invalidInput(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException invalid) {
                return invalid;
            }
        }
        return null;
    }
}
