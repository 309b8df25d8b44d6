package io.steward.agent;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.steward.agent.method.Method;
import io.steward.model.config.Settings;
import io.steward.model.config.Settings.BadSettings;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts agents for tests. */
final class TestAgent {
    private TestAgent() {}

    static Agent start(TestBroker broker, String node, Path data, Method method, Map<String, String> more) {
        return start(broker, node, data, Map.of(method.name(), method), more);
    }

    static Agent start(
            TestBroker broker, String node, Path data, Map<String, Method> methods, Map<String, String> more) {
        try {
            return Agent.start(
                    settings(broker, node, data, more), methods, new SimpleMeterRegistry(), InstantSource.system());
        } catch (BadStart | BadSettings e) {
            throw new IllegalStateException(e);
        }
    }

    static Settings settings(TestBroker broker, String node, Path data, Map<String, String> more) throws BadSettings {
        Map<String, String> texts = new HashMap<>();
        texts.put("node", node);
        texts.put("nats.url", broker.url());
        texts.put(
                "nats.credentials",
                broker.keys()
                        .credentialsFor(io.steward.model.subject.NodeName.of(node))
                        .toString());
        texts.put("data.dir", data.toString());
        texts.put("commands.unsigned", "accept");
        texts.putAll(more);
        return Settings.read(AgentKeys.ALL, List.of(texts));
    }
}
