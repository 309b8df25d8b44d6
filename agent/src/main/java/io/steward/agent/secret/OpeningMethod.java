package io.steward.agent.secret;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Surroundings;
import io.steward.nats.seal.BoxKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** A method whose processes get the arguments of their commands opened. As any thread may as its own method's are. */
public final class OpeningMethod implements Method {
    private final Method method;
    private final BoxKey key;

    private OpeningMethod(Method method, BoxKey key) {
        this.method = method;
        this.key = key;
    }

    /** All of these, opening what is sealed to this key. */
    public static Map<String, Method> around(Map<String, Method> methods, BoxKey key) {
        Map<String, Method> around = new LinkedHashMap<>();
        methods.forEach((name, method) -> around.put(name, new OpeningMethod(method, key)));
        return around;
    }

    @Override
    public String name() {
        return method.name();
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return method.servesOnDemand(domain);
    }

    @Override
    public boolean concurrent() {
        return method.concurrent();
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new OpeningHandler(method.open(surroundings), key);
    }
}
