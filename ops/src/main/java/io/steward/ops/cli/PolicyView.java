package io.steward.ops.cli;

import io.steward.model.command.Fault;
import io.steward.model.trust.ArgPattern;
import io.steward.model.trust.Asked;
import io.steward.model.trust.Glob;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.trust.TrustedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy in words for people. Pure. */
final class PolicyView {
    static final List<Column> KEYS = columns("KEY OF", "SIGNS FOR", "UNTIL", "PUBLIC KEY");
    static final List<Column> RULES = columns("RULE", "SAYS", "WHO", "WHAT", "WHERE", "ARGUMENTS");

    private PolicyView() {}

    static List<Map<String, @Nullable Object>> keys(Policy policy) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (TrustedKey key : new TreeMap<>(policy.keys()).values()) {
            rows.add(row(
                    KEYS,
                    key.name(),
                    key.vouches() ? "others, too" : "itself",
                    key.expiresAt().map(Instant::toString).orElse("ever"),
                    key.key()));
        }
        return rows;
    }

    static List<Map<String, @Nullable Object>> rules(Policy policy) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Rule rule : policy.rules()) {
            rows.add(row(
                    RULES,
                    String.valueOf(rows.size() + 1),
                    rule.effect() == Rule.Effect.ALLOW ? "allow" : "deny",
                    words(rule.operators(), "everybody"),
                    words(rule.methods(), "*") + " . " + words(rule.domains(), "*"),
                    where(rule),
                    rule.args().map(PolicyView::arguments).orElse("any")));
        }
        return rows;
    }

    /** Why a command of the operator would be refused, were it signed as it should; empty: it would not. */
    static Optional<String> refusal(Policy policy, Asked asked, Instant now) {
        return policy.refusal(asked)
                .or(() -> ofKey(policy, asked, now))
                .map(fault -> fault.message() + " (" + fault.code() + ")");
    }

    /** By which rules it is allowed. */
    static String why(Policy policy, Asked asked) {
        String rules =
                policy.applying(asked).stream().map(place -> "rule " + place).collect(Collectors.joining(", "));
        String note = policy.keys().containsKey(asked.operator())
                ? ""
                : "; \"" + asked.operator() + "\" has no key, so only " + vouching(policy) + " can sign it";
        return asked + ": " + rules + " of policy version " + policy.version() + note;
    }

    private static Optional<Fault> ofKey(Policy policy, Asked asked, Instant now) {
        @Nullable TrustedKey key = policy.keys().get(asked.operator());
        if (key == null) {
            return vouching(policy).isEmpty()
                    ? Optional.of(new Fault(
                            "unknown-key",
                            "a rule would allow it, but policy version " + policy.version() + " has no key \""
                                    + asked.operator() + "\""))
                    : Optional.empty();
        }
        return key.expiresAt()
                .filter(end -> !now.isBefore(end))
                .map(end -> new Fault("key-expired", "key \"" + key.name() + "\" ended at " + end));
    }

    private static String vouching(Policy policy) {
        return policy.keys().values().stream()
                .filter(TrustedKey::vouches)
                .map(TrustedKey::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String where(Rule rule) {
        String nodes = words(rule.nodes(), rule.labels().isEmpty() ? "every node" : "");
        String labels = new TreeMap<>(rule.labels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" "));
        return (nodes + " " + labels).strip();
    }

    private static String arguments(Map<String, ArgPattern> patterns) {
        return new TreeMap<>(patterns)
                .entrySet().stream()
                        .map(one -> one.getKey() + "=" + pattern(one.getValue()))
                        .collect(Collectors.joining(" "));
    }

    private static String pattern(ArgPattern pattern) {
        if (pattern.equals(ArgPattern.ANYTHING)) {
            return "anything";
        }
        String texts = pattern.patterns().stream().map(Glob::pattern).collect(Collectors.joining(" "));
        return pattern.list() ? "[" + texts + (pattern.more() ? " …" : "") + "]" : texts;
    }

    private static String words(List<Glob> globs, String all) {
        return globs.isEmpty() ? all : globs.stream().map(Glob::pattern).collect(Collectors.joining(","));
    }

    private static List<Column> columns(String... names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(Column.cut(name, 0, 6, row -> Rows.text(row, name)));
        }
        return columns;
    }

    private static Map<String, @Nullable Object> row(List<Column> columns, String... values) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(columns.get(i).title(), values[i]);
        }
        return row;
    }
}
