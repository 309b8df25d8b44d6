package io.steward.controller.projection;

import io.steward.model.subject.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the log still holds, and so what a fold of it can bring back.
 *
 * @param firstSeqs the first sequence that each stream still has
 * @param placed streams whose entry at the compared position is still there
 * @param nodesWhole whether {@code NODES} has lost nothing
 */
record Floor(Map<String, Long> firstSeqs, Set<String> placed, boolean nodesWhole, List<String> commandStreams) {
    long first(String stream) {
        return Math.max(1, firstSeqs.getOrDefault(stream, 1L));
    }

    /** Whether no command has aged out. */
    boolean commandsWhole() {
        return commandStreams.stream().allMatch(stream -> first(stream) == 1);
    }

    /** A condition for rows of the control streams, by the place of their command. */
    String commands() {
        return commandsWhole()
                ? "true"
                : commandStreams.stream()
                        .map(stream -> "(stream = '" + stream + "' and log_seq >= " + first(stream) + ")")
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    /** A condition for rows that name a command. */
    String ofCommands() {
        return commandsWhole() ? "true" : "command_id in (select id from steward.command where " + commands() + ")";
    }

    /** Whether every chained stream still has its first entry. */
    boolean chainsWhole() {
        return chained().allMatch(stream -> first(stream) == 1);
    }

    /** A condition for blocks of the chain whose entries are all still there. */
    String wholeBlocks() {
        return chained()
                .map(stream ->
                        "(stream = '" + stream + "' and block * " + Chain.BLOCK + " >= " + (first(stream) - 1) + ")")
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private Stream<String> chained() {
        return Stream.concat(commandStreams.stream(), Stream.of(Streams.AUDIT));
    }

    /** A condition for positions that a fold can reach again. */
    String placedStreams() {
        return "stream in ("
                + placed.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "'', ", "")) + ")";
    }

    /** A condition for what could not be read. */
    String unreadable() {
        String rest = firstSeqs.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Streams.PRESENCE))
                .filter(entry -> nodesWhole || !entry.getKey().equals(Streams.NODES))
                .map(entry -> "(stream = '" + entry.getKey() + "' and seq >= " + entry.getValue() + ")")
                .collect(Collectors.joining(" or "));
        return rest.isEmpty() ? "false" : "(" + rest + ")";
    }

    /** What can't be compared, in words. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (!commandsWhole()) {
            words.add("commands that have left the log, and with them the totals");
        }
        if (!nodesWhole) {
            words.add("the history of nodes, whose older half has left the log");
        }
        words.add("presence, which is no part of the log");
        return words;
    }
}
