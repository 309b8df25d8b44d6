package io.steward.agent;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.Subject;
import io.steward.model.trust.ArgPattern;
import io.steward.model.trust.Glob;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.wire.Json;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operators of tests: alice may do everything but {@code rm}, bob only run {@code true}; nobody trusts mallory. */
final class Operators {
    final OperatorKeys alice = OperatorKeys.fresh("alice");
    final OperatorKeys bob = OperatorKeys.fresh("bob");
    final OperatorKeys mallory = OperatorKeys.fresh("mallory");

    Policy policy(long version) {
        return policy(version, List.of());
    }

    /** With these rules as well. */
    Policy policy(long version, List<Rule> more) {
        List<Rule> rules = new ArrayList<>();
        rules.add(rule(Rule.Effect.ALLOW, "alice", "*", Optional.empty()));
        rules.add(rule(
                Rule.Effect.ALLOW,
                "bob",
                "shellcommand",
                Optional.of(Map.of("argv", ArgPattern.list(List.of("true"))))));
        rules.add(rule(
                Rule.Effect.DENY,
                "*",
                "shellcommand",
                Optional.of(Map.of("argv", ArgPattern.list(List.of("rm", "**"))))));
        rules.addAll(more);
        return Policy.of(version, Optional.empty(), List.of(alice.trusted(), bob.trusted()), rules);
    }

    static Rule rule(Rule.Effect effect, String who, String method, Optional<Map<String, ArgPattern>> args) {
        return new Rule(
                effect, List.of(new Glob(who)), List.of(new Glob(method)), List.of(), List.of(), Map.of(), args);
    }

    /** An agent's settings with this policy in a file, and more. */
    static Map<String, String> refusing(Path folder, Policy policy, Map<String, String> more) throws IOException {
        Path file = Files.write(folder.resolve("given-policy.json"), PolicyCodec.encode(policy));
        Map<String, String> settings = new HashMap<>(more);
        settings.put("commands.unsigned", "refuse");
        settings.put("policy.file", file.toString());
        return settings;
    }

    /** The arguments of a command that brings this policy. */
    static Map<String, Object> bringing(Policy policy) {
        try {
            String json = new String(PolicyCodec.encode(policy), StandardCharsets.UTF_8);
            Map<String, Object> args = new LinkedHashMap<>();
            args.put("policy", PlainObject.read(json).fields());
            return args;
        } catch (Unreadable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A command with every member that there is, unsigned. */
    static Command full(String issuedBy, String subject, Map<String, Object> args) {
        return new Command(
                Fleet.freshId(),
                Subject.parse(subject),
                issuedBy,
                Instant.now(),
                Optional.of(Instant.now().plus(Duration.ofHours(1))),
                Optional.of(Duration.ofMinutes(5)),
                OnCrash.REPORT,
                false,
                new Args(new LinkedHashMap<>(args)),
                Optional.of("because"),
                Optional.of("request-" + Fleet.freshId()));
    }

    static String text(Object plain) {
        return Json.text(plain);
    }
}
