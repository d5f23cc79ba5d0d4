package io.jointae.deploy.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The schema of a custom resource from its definition (CRD), made strict: a field that the schema does not contain is an
 * error, as with {@code kubectl apply --validate=strict}.
 */
final class OperatorSchema {

    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";

    private final JsonSchema schema;

    private OperatorSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads the schema of one version.
     *
     * @param definition the YAML text of the CustomResourceDefinition
     * @param version the name of the version, such as {@code v1beta2}
     */
    static OperatorSchema of(InputStream definition, String version) throws IOException {
        for (JsonNode candidate : Yaml.document(definition).path("spec").path("versions")) {
            if (candidate.path("name").asText().equals(version)) {
                JsonNode root = candidate.path("schema").path("openAPIV3Schema");
                ((ObjectNode) root.path("properties").path("metadata")).put(OPEN, true);
                makeStrict(root);
                return new OperatorSchema(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root));
            }
        }
        throw new IOException("The CustomResourceDefinition has no version " + version + ".");
    }

    /** Returns one line per error, or an empty list for a valid manifest. */
    List<String> errors(JsonNode manifest) {
        return schema.validate(manifest).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    private static void makeStrict(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean closed = object.has("properties") && !object.has("additionalProperties");
            if (closed && !object.path(OPEN).asBoolean()) {
                object.put("additionalProperties", false);
            }
            if (object.path("nullable").asBoolean() && object.path("type").isTextual()) {
                String type = object.path("type").asText();
                object.putArray("type").add(type).add("null");
            }
        }
        node.forEach(OperatorSchema::makeStrict);
    }
}
