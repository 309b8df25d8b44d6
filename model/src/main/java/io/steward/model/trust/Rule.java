package io.steward.model.trust;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a policy. It applies when every part matches; an empty part matches everything. A value.
 *
 * @param labels a node needs all of them
 * @param args empty: whatever they are. In an allowing rule every argument of the command has to be named here, so that
 *     none slips through beside those that were thought of; a denying rule applies as soon as the named ones match
 */
public record Rule(
        Effect effect,
        List<Glob> operators,
        List<Glob> methods,
        List<Glob> domains,
        List<Glob> nodes,
        Map<String, Glob> labels,
        Optional<Map<String, ArgPattern>> args) {
    /** What it says of the commands it applies to. */
    public enum Effect {
        ALLOW,
        DENY
    }

    public Rule {
        operators = List.copyOf(operators);
        methods = List.copyOf(methods);
        domains = List.copyOf(domains);
        nodes = List.copyOf(nodes);
        labels = Map.copyOf(labels);
        args = args.map(Map::copyOf);
    }

    public boolean appliesTo(Asked asked) {
        return any(operators, asked.operator())
                && any(methods, asked.process().method())
                && any(domains, asked.process().domain())
                && any(nodes, asked.node().value())
                && labels.entrySet().stream().allMatch(label -> labelled(asked, label.getKey(), label.getValue()))
                && (args.isEmpty() || argsMatch(args.get(), asked));
    }

    private static boolean labelled(Asked asked, String name, Glob value) {
        String own = asked.labels().get(name);
        return own != null && value.matches(own);
    }

    private boolean argsMatch(Map<String, ArgPattern> patterns, Asked asked) {
        boolean closed = effect == Effect.DENY
                || patterns.keySet().containsAll(asked.args().fields().keySet());
        return closed
                && patterns.entrySet().stream()
                        .allMatch(one -> asked.args().fields().containsKey(one.getKey())
                                && one.getValue().matches(asked.args().fields().get(one.getKey())));
    }

    private static boolean any(List<Glob> globs, String text) {
        return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(text));
    }
}
