package io.steward.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.steward.controller.intake.HttpDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document as a judge of what is asked and answered. It is held more strictly than a client should hold it: a
 * field that it does not name is an error, because then it does not tell everything. Any thread.
 */
final class ApiDocument {
    static final ApiDocument HERE = new ApiDocument();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final String COMPONENTS = "#/components/schemas/";

    private final JsonNode document;
    private final ObjectNode components;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private ApiDocument() {
        try (InputStream in = HttpDoor.class.getResourceAsStream("openapi.json")) {
            document = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        components = (ObjectNode) document.get("components").deepCopy();
        components.get("schemas").forEach(schema -> closeInside((ObjectNode) schema));
    }

    /** {@code GET /api/v1/nodes}, and so on. */
    List<String> operations() {
        List<String> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The names of an operation's parameters in this place. */
    Set<String> parameters(String operation, String place) {
        Set<String> names = new LinkedHashSet<>();
        operation(operation).path("parameters").forEach(parameter -> {
            if (parameter.get("in").stringValue().equals(place)) {
                names.add(parameter.get("name").stringValue());
            }
        });
        return names;
    }

    /** Whether an operation is for those with a token only. */
    boolean needsToken(String operation) {
        JsonNode security = operation(operation).path("security");
        return security.isMissingNode() || !security.get(0).isEmpty();
    }

    /** The names of the fields of what is sent. */
    Set<String> bodyFields(String operation) {
        JsonNode schema = operation(operation).at("/requestBody/content/application~1json/schema");
        JsonNode named = schema.has("$ref") ? component(schema.get("$ref").stringValue()) : schema;
        return new LinkedHashSet<>(named.path("properties").propertyNames());
    }

    /** An answer: its status, media type and every field of it are documented; and so was what led to it, if it was taken. */
    void check(String method, String target, String sent, int status, String mediaType, String text) {
        Optional<String> operation = operationFor(method, target.replaceFirst("\\?.*", ""));
        if (operation.isEmpty()) {
            // Nothing is served there; what says so is a problem all the same.
            assertThat(status).as(method + " " + target).isIn(404, 405);
            valid("#problem", component(COMPONENTS + "Problem"), COMPONENTS + "Problem", text, method + " " + target);
            return;
        }
        String what = operation.get() + " answered with " + status + " " + mediaType;
        JsonNode responses = operation(operation.get()).get("responses");
        JsonNode response = responses.path(Integer.toString(status));
        if (response.isMissingNode()) {
            assertThat(status).as(what + ": this success is not documented").isGreaterThanOrEqualTo(400);
            response = responses.path("default");
        }
        assertThat(response.isMissingNode()).as(what + ": not documented").isFalse();
        String bare = mediaType.replaceFirst("\\s*;.*", "");
        JsonNode content = response.path("content").path(bare);
        assertThat(content.isMissingNode())
                .as(what + ": this media type is not documented")
                .isFalse();
        if (bare.endsWith("json")) {
            valid(operation.get() + status, content.get("schema"), "", text, what);
        }
        if (status < 300) {
            taken(operation.get(), target, sent);
        }
    }

    /** One change that the live stream sent. */
    void checkChange(String type, String data) {
        String name = COMPONENTS
                + Map.of("command", "CommandChange", "node", "NodeChange", "event", "Event")
                        .get(type);
        valid("#" + type, component(name), name, data, "the stream's event " + type);
    }

    private void taken(String operation, String target, String sent) {
        Set<String> asked = new LinkedHashSet<>();
        if (target.contains("?")) {
            for (String pair : target.replaceFirst("[^?]*\\?", "").split("&")) {
                asked.add(pair.replaceFirst("=.*", ""));
            }
        }
        assertThat(parameters(operation, "query")).as(operation).containsAll(asked);
        JsonNode schema = operation(operation).at("/requestBody/content/application~1json/schema");
        if (!schema.isMissingNode()) {
            valid(operation + "#body", schema, "", sent, "what was sent to " + operation);
        }
    }

    private void valid(String key, JsonNode schema, String ref, String text, String what) {
        Schema judge = schemas.computeIfAbsent(key, any -> compiled(schema, ref));
        List<String> errors = judge.validate(JsonMapper.shared().readTree(text)).stream()
                .map(Object::toString)
                .toList();
        assertThat(errors).as(what + ": " + text).isEmpty();
    }

    private Schema compiled(JsonNode schema, String ref) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        if (ref.isEmpty()) {
            root.setAll((ObjectNode) schema.deepCopy());
        } else {
            root.put("$ref", ref);
        }
        close(root);
        root.set("components", components);
        return registry.getSchema(root);
    }

    /** Nothing but what is named may stand here, nor in anything inside. */
    private void close(ObjectNode schema) {
        closeInside(schema);
        if (closable(schema)) {
            schema.put("unevaluatedProperties", false);
        }
    }

    private boolean closable(JsonNode schema) {
        JsonNode meant = schema.has("$ref") ? component(schema.get("$ref").stringValue()) : schema;
        return !meant.has("additionalProperties") && (meant.has("properties") || meant.has("allOf"));
    }

    private void closeInside(ObjectNode schema) {
        schema.path("properties").forEach(this::closeChild);
        for (String word : List.of("items", "additionalProperties")) {
            closeChild(schema.path(word));
        }
        for (String word : List.of("anyOf", "oneOf")) {
            schema.path(word).forEach(this::closeChild);
        }
        // The parts of one whole: only the whole is closed.
        schema.path("allOf").forEach(part -> closeInside((ObjectNode) part));
    }

    private void closeChild(JsonNode child) {
        if (child instanceof ObjectNode schema) {
            close(schema);
        }
    }

    private JsonNode component(String ref) {
        return document.get("components").get("schemas").get(ref.substring(COMPONENTS.length()));
    }

    private JsonNode operation(String operation) {
        String[] words = operation.split(" ");
        return document.get("paths").get(words[1]).get(words[0].toLowerCase(Locale.ROOT));
    }

    /** The operation that serves this path; a literal path before one with parameters. */
    private Optional<String> operationFor(String method, String path) {
        List<String> fitting = operations().stream()
                .filter(operation -> operation.startsWith(method + " "))
                .filter(operation -> path.matches(pattern(operation.substring(method.length() + 1))))
                .sorted(java.util.Comparator.comparingInt(String::length))
                .toList();
        @Nullable String exact = fitting.contains(method + " " + path) ? method + " " + path : null;
        return Optional.ofNullable(exact).or(() -> fitting.stream().findFirst());
    }

    private static String pattern(String path) {
        return java.util.Arrays.stream(path.split("/", -1))
                .map(segment -> segment.startsWith("{") ? "[^/]+" : java.util.regex.Pattern.quote(segment))
                .collect(Collectors.joining("/"));
    }
}
