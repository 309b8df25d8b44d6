package io.steward.controller.issue;

import io.steward.controller.read.StateReader;
import io.steward.model.subject.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The labels that nodes last told, from the state database. Any thread. */
public final class NodeLabels implements Admission.Labels {
    private static final JsonMapper JSON = new JsonMapper();

    private final StateReader state;

    public NodeLabels(StateReader state) {
        this.state = state;
    }

    @Override
    public Map<NodeName, Map<String, String>> of(Collection<NodeName> nodes) {
        Map<NodeName, Map<String, String>> labels = new HashMap<>();
        state.labels(nodes).forEach((node, json) -> labels.put(node, texts(JSON.readTree(json))));
        return labels;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new HashMap<>();
        json.properties()
                .forEach(label -> texts.put(label.getKey(), label.getValue().asString()));
        return texts;
    }
}
