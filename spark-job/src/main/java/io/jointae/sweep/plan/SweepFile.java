package io.jointae.sweep.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A sweep's file: YAML, one {@link SweepGrid} or several with {@code ---} between them. */
public final class SweepFile {

    private static final String HALVING = "halving";

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            // 2.5 epochs are not 2.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private SweepFile() {}

    /**
     * Reads a file of any Hadoop file system and checks all that can be checked without the data.
     *
     * @throws InvalidInputException naming the file, the key and the mend
     */
    public static List<SweepGrid> read(Configuration conf, String file) throws IOException {
        Path path = new Path(file);
        if (!path.getFileSystem(conf).exists(path)) {
            throw InvalidInputException.of(
                    "%s: no such file; the paper's own sweeps are conf/paper/table-1.yaml to table-7.yaml", file);
        }
        try (InputStream in = path.getFileSystem(conf).open(path)) {
            return read(in, file);
        }
    }

    /** As above; {@code file} is the name in messages. */
    public static List<SweepGrid> read(InputStream in, String file) throws IOException {
        try (JsonParser parser = YAML.createParser(in);
                MappingIterator<JsonNode> grids = YAML.readerFor(JsonNode.class).readValues(parser)) {
            List<SweepGrid> all = new ArrayList<>();
            for (JsonNode tree : grids.readAll()) {
                if (tree.isNull()) {
                    throw empty(file);
                }
                // Before anything is made of the values: what is missing may be what is misspelt.
                refuseUnknown(tree, SweepGrid.class, file);
                refuseUnknown(tree.path(HALVING), Halving.class, file);
                SweepGrid grid = YAML.treeToValue(tree, SweepGrid.class);
                check(grid, file);
                all.add(grid);
            }
            if (all.isEmpty()) {
                throw empty(file);
            }
            return all;
        } catch (MismatchedInputException e) {
            throw new InvalidInputException(file + ": " + where(e) + firstLine(e), e);
        } catch (JsonProcessingException e) {
            InvalidInputException mistake = behind(e);
            throw mistake == null
                    ? new InvalidInputException(file + ": not valid YAML: " + firstLine(e), e)
                    : InvalidInputException.of("%s: %s", file, mistake.getMessage());
        }
    }

    /** A grid as it would stand in a file, every default visible; lists on one line each. */
    public static String toYaml(SweepGrid grid) {
        JsonNode tree = YAML.valueToTree(grid);
        return tree.properties().stream()
                .map(entry -> entry.getKey() + ": " + plain(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** With what holds for all layers as a value, not as a list of one. */
    private static JsonNode plain(JsonNode value) {
        if (value instanceof ArrayNode grid) {
            for (int i = 0; i < grid.size(); i++) {
                if (grid.get(i).isArray() && grid.get(i).size() == 1) {
                    grid.set(i, grid.get(i).get(0));
                }
            }
        }
        return value;
    }

    private static void check(SweepGrid grid, String file) {
        try {
            grid.trainings();
            grid.evaluation(1);
        } catch (InvalidInputException e) {
            throw InvalidInputException.of("%s: %s", file, e.getMessage());
        }
    }

    private static InvalidInputException empty(String file) {
        return InvalidInputException.of(
                "%s: empty, or nothing between two ---; give datasets, kinds, schemes, layers", file);
    }

    private static void refuseUnknown(JsonNode tree, Class<?> type, String file) {
        List<String> known =
                YAML.getDeserializationConfig().introspect(YAML.constructType(type)).findProperties().stream()
                        .map(BeanPropertyDefinition::getName)
                        .toList();
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        tree.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String nearest = known.stream()
                        .min(Comparator.comparing(each -> distance.apply(each, key)))
                        .orElseThrow();
                throw InvalidInputException.of("%s: unknown key %s; did you mean %s?", file, key, nearest);
            }
        });
    }

    private static String where(MismatchedInputException e) {
        return e.getPath().isEmpty() ? "" : "key " + e.getPath().get(0).getFieldName() + ": ";
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static InvalidInputException behind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException mistake) {
                return mistake;
            }
        }
        return null;
    }
}
