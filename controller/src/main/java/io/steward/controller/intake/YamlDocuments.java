package io.steward.controller.intake;

import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML that others wrote, as trees: one document, bounded size and depth, no key twice. Anchors and aliases are refused:
 * nobody needs them in a request, and with them few lines can mean a lot. Any thread.
 */
final class YamlDocuments {
    private static final int DEEPEST = 64;

    private final YAMLFactory factory;
    private final YAMLMapper mapper;

    /** @param largest in bytes */
    YamlDocuments(int largest) {
        this.factory = YAMLFactory.builder()
                .loadSettings(LoadSettings.builder()
                        .setCodePointLimit(largest)
                        .setAllowDuplicateKeys(false)
                        .setAllowRecursiveKeys(false)
                        .setMaxAliasesForCollections(1)
                        .build())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxDocumentLength(largest)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        this.mapper = YAMLMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** The document; {@link JacksonException} says where it is none. */
    JsonNode read(byte[] bytes) {
        refuseAliases(bytes);
        return mapper.readTree(bytes);
    }

    private void refuseAliases(byte[] bytes) {
        try (YAMLParser parser = (YAMLParser) mapper.createParser(bytes)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                    throw new Refusal(Problem.badField(
                            "file", "YAML anchors and aliases are not allowed: write the value where it belongs"));
                }
            }
        }
    }
}
