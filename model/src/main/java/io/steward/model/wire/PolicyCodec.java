package io.steward.model.wire;

import io.steward.model.command.Args;
import io.steward.model.trust.ArgPattern;
import io.steward.model.trust.Glob;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.trust.TrustedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies as JSON. Stateless; any thread may call it. Unlike messages, a policy with a member that nobody knows is
 * refused: a misspelt restriction would be none.
 */
public final class PolicyCodec {
    /** The largest policy that is read, in bytes. */
    public static final int LARGEST = 512 * 1024;

    private static final Set<String> MEMBERS = Set.of("v", "version", "notBefore", "keys", "rules");
    private static final Set<String> OF_KEY = Set.of("name", "key", "expiresAt", "vouches");
    private static final Set<String> OF_RULE =
            Set.of("effect", "operators", "methods", "domains", "nodes", "labels", "args");

    private PolicyCodec() {}

    public static Policy decode(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST);
        JsonNode json = Json.parse(bytes);
        known(json, "", MEMBERS);
        List<TrustedKey> keys = new ArrayList<>();
        for (JsonNode key : list(json, "keys")) {
            keys.add(key(key, "keys[" + keys.size() + "]."));
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : list(json, "rules")) {
            rules.add(rule(rule, "rules[" + rules.size() + "]."));
        }
        long version = fields.number("version", 1);
        Optional<java.time.Instant> notBefore = fields.optionalTime("notBefore");
        try {
            return Policy.of(version, notBefore, keys, rules);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("bad-field", "field " + e.getMessage());
        }
    }

    /** The policy within a command's arguments. */
    public static Policy decode(Args policy) throws Unreadable {
        return decode(Json.bytes(Json.tree(policy.fields())));
    }

    public static byte[] encode(Policy policy) {
        ObjectNode json = Json.object();
        json.put("v", Codec.VERSION);
        json.put("version", policy.version());
        policy.notBefore().ifPresent(time -> json.put("notBefore", Json.time(time)));
        ArrayNode keys = json.putArray("keys");
        new TreeMap<>(policy.keys()).values().forEach(key -> {
            ObjectNode one = keys.addObject().put("name", key.name()).put("key", key.key());
            key.expiresAt().ifPresent(time -> one.put("expiresAt", Json.time(time)));
            if (key.vouches()) {
                one.put("vouches", true);
            }
        });
        ArrayNode rules = json.putArray("rules");
        policy.rules().forEach(rule -> encode(rule, rules.addObject()));
        return Json.bytes(json);
    }

    private static void encode(Rule rule, ObjectNode json) {
        json.put("effect", rule.effect() == Rule.Effect.ALLOW ? "allow" : "deny");
        globs(json, "operators", rule.operators());
        globs(json, "methods", rule.methods());
        globs(json, "domains", rule.domains());
        globs(json, "nodes", rule.nodes());
        if (!rule.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            new TreeMap<>(rule.labels()).forEach((name, glob) -> labels.put(name, glob.pattern()));
        }
        rule.args().ifPresent(patterns -> {
            ObjectNode args = json.putObject("args");
            new TreeMap<>(patterns).forEach((name, pattern) -> encode(name, pattern, args));
        });
    }

    private static void encode(String name, ArgPattern pattern, ObjectNode args) {
        if (pattern.equals(ArgPattern.ANYTHING)) {
            args.put(name, "**");
        } else if (pattern.list()) {
            ArrayNode list = args.putArray(name);
            pattern.patterns().forEach(glob -> list.add(glob.pattern()));
            if (pattern.more()) {
                list.add("**");
            }
        } else {
            args.put(name, pattern.patterns().get(0).pattern());
        }
    }

    private static void globs(ObjectNode json, String name, List<Glob> globs) {
        if (!globs.isEmpty()) {
            ArrayNode list = json.putArray(name);
            globs.forEach(glob -> list.add(glob.pattern()));
        }
    }

    private static TrustedKey key(JsonNode json, String path) throws Unreadable {
        object(json, path);
        known(json, path, OF_KEY);
        Fields fields = new Fields(json, path);
        String name = fields.text("name");
        String key = fields.text("key");
        Optional<java.time.Instant> expiresAt = fields.optionalTime("expiresAt");
        boolean vouches = fields.flag("vouches");
        try {
            return new TrustedKey(name, key, expiresAt, vouches);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(
                    "bad-field",
                    "field \"" + path
                            + "key\" is not allowed: use a name of 1 to 63 characters and 32 bytes in base64url");
        }
    }

    private static Rule rule(JsonNode json, String path) throws Unreadable {
        object(json, path);
        known(json, path, OF_RULE);
        Fields fields = new Fields(json, path);
        Rule.Effect effect = fields.optionalLowerCaseConstant("effect", Rule.Effect.class)
                .orElseThrow(() -> new Unreadable("missing-field", "field \"" + path + "effect\" is missing"));
        return new Rule(
                effect,
                globs(fields, json, path, "operators"),
                globs(fields, json, path, "methods"),
                globs(fields, json, path, "domains"),
                globs(fields, json, path, "nodes"),
                labels(json, path),
                args(json, path));
    }

    // An empty list would match everything where its author thought of nothing.
    private static List<Glob> globs(Fields fields, JsonNode json, String path, String name) throws Unreadable {
        List<Glob> globs = fields.list(name).stream().map(Glob::new).toList();
        if (json.has(name) && globs.isEmpty()) {
            throw new Unreadable(
                    "bad-field", "field \"" + path + name + "\" is empty: use at least one pattern, or leave it out");
        }
        return globs;
    }

    private static Map<String, Glob> labels(JsonNode json, String path) throws Unreadable {
        Map<String, Glob> labels = new LinkedHashMap<>();
        if (json.has("labels")) {
            object(json.get("labels"), path + "labels");
            for (var label : json.get("labels").properties()) {
                if (!label.getValue().isString()) {
                    throw new Unreadable("bad-field", "field \"" + path + "labels\" is not allowed: use texts");
                }
                labels.put(label.getKey(), new Glob(label.getValue().stringValue()));
            }
        }
        return labels;
    }

    private static Optional<Map<String, ArgPattern>> args(JsonNode json, String path) throws Unreadable {
        if (!json.has("args")) {
            return Optional.empty();
        }
        object(json.get("args"), path + "args");
        Map<String, ArgPattern> args = new LinkedHashMap<>();
        Fields fields = new Fields(json.get("args"), path + "args.");
        for (String name : json.get("args").propertyNames()) {
            boolean list = json.get("args").get(name).isArray();
            args.put(name, list ? ArgPattern.list(fields.list(name)) : ArgPattern.text(fields.text(name)));
        }
        return Optional.of(args);
    }

    private static Iterable<JsonNode> list(JsonNode json, String name) throws Unreadable {
        JsonNode list = json.get(name);
        if (list == null || !list.isArray()) {
            throw new Unreadable("bad-field", "field \"" + name + "\" is not allowed: use a list");
        }
        return list;
    }

    private static void object(@Nullable JsonNode json, String path) throws Unreadable {
        if (json == null || !json.isObject()) {
            throw new Unreadable("bad-field", "field \"" + path + "\" is not allowed: use an object");
        }
    }

    private static void known(JsonNode json, String path, Set<String> members) throws Unreadable {
        for (String name : json.propertyNames()) {
            if (!members.contains(name)) {
                throw new Unreadable(
                        "unknown-field",
                        "field \"" + path + name + "\" is not known: use " + new java.util.TreeSet<>(members));
            }
        }
    }
}
