package io.steward.ops.docker;

import io.steward.ops.monitoring.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code ops/docker/compose.yaml} with its merge keys written out, as the specification of Compose says. */
record Compose(Map<String, Object> services, Map<String, Object> secrets) {
    static Compose read() throws IOException {
        Object file = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Ops.folder().resolve("docker/compose.yaml")));
        Map<String, Object> whole = map(merged(file));
        return new Compose(map(whole.get("services")), map(whole.get("secrets")));
    }

    Map<String, Object> service(String name) {
        return map(services.get(name));
    }

    /** A list of texts; of entries that are maps, the value under the key. */
    static List<String> texts(Object list, String key) {
        return list == null
                ? List.of()
                : ((List<?>) list)
                        .stream()
                                .map(entry -> entry instanceof Map<?, ?> map ? map.get(key) : entry)
                                .map(String::valueOf)
                                .toList();
    }

    @SuppressWarnings("unchecked") // maps of a YAML file with words as keys
    static Map<String, Object> map(Object found) {
        return found == null ? Map.of() : (Map<String, Object>) found;
    }

    private static Object merged(Object found) {
        if (found instanceof List<?> list) {
            return list.stream().map(Compose::merged).collect(Collectors.toList());
        }
        if (!(found instanceof Map<?, ?>)) {
            return found;
        }
        Map<String, Object> result = new LinkedHashMap<>(map(merged(map(found).get("<<"))));
        map(found).forEach((key, value) -> {
            if (!key.equals("<<")) {
                result.put(key, merged(value));
            }
        });
        return result;
    }
}
