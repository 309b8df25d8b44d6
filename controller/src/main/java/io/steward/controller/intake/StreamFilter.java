package io.steward.controller.intake;

import io.steward.controller.projection.StateChange;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which changes a watcher wants to hear of. Immutable. */
record StreamFilter(Set<StateChange.Type> types, Optional<NodeName> node, Optional<CommandId> command) {
    static StreamFilter of(Params params) {
        return new StreamFilter(
                params.parsed("types", StreamFilter::types, "words of command, node, event, parted by commas")
                        .orElse(EnumSet.allOf(StateChange.Type.class)),
                params.node("node"),
                params.parsed("command", CommandId::of, "the id of a command"));
    }

    boolean wants(StateChange change) {
        return types.contains(change.type())
                && node.stream()
                        .allMatch(name -> name.value().equals(change.row().get("node")))
                && command.stream().allMatch(id -> about(change, id));
    }

    // Output of a command comes as events whose domain is its id.
    private static boolean about(StateChange change, CommandId id) {
        return id.value().equals(change.row().get("command_id"))
                || id.value().equals(change.row().get("domain"));
    }

    private static Set<StateChange.Type> types(String text) {
        Set<StateChange.Type> types = EnumSet.noneOf(StateChange.Type.class);
        Arrays.stream(text.split(",", -1))
                .map(word -> StateChange.Type.valueOf(lowerOnly(word).toUpperCase(Locale.ROOT)))
                .forEach(types::add);
        return types;
    }

    private static String lowerOnly(String word) {
        if (!word.equals(word.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(word);
        }
        return word;
    }
}
