package io.steward.model.event;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a machine is: {@code <node>.event.facts.system}, sent at start and on change. {@code more} holds what else was found. */
public record Facts(
        String hostname,
        String os,
        String arch,
        int cpus,
        long memoryBytes,
        Map<String, String> labels,
        Map<String, String> more) {
    public Facts {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        more = Collections.unmodifiableMap(new TreeMap<>(more));
    }

    /** The same with one more. */
    public Facts with(String name, String value) {
        Map<String, String> all = new TreeMap<>(more);
        all.put(name, value);
        return new Facts(hostname, os, arch, cpus, memoryBytes, labels, all);
    }
}
