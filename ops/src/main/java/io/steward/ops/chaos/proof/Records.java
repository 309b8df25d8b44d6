package io.steward.ops.chaos.proof;

import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads effects from the nodes' files and rows from a controller. Stateless. */
public final class Records {
    private Records() {}

    /** The effects of these nodes, each node's in the order of its file. */
    public static List<Effect> effects(Path folder, List<String> nodes) throws IOException {
        List<Effect> effects = new ArrayList<>();
        for (String node : nodes) {
            Path file = folder.resolve(node);
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                effects.add(effect(node, i + 1, lines.get(i)));
            }
        }
        return effects;
    }

    public static List<StateRow> states(ControllerApi api) throws IOException {
        return api
                .rows("select id, node, status, terminal, attempts, log_seq, conflicts from command_state order by id")
                .stream()
                .map(row -> new StateRow(
                        text(row, "id"),
                        text(row, "node"),
                        text(row, "status"),
                        text(row, "terminal").equals("true"),
                        Integer.parseInt(text(row, "attempts")),
                        Long.parseLong(text(row, "log_seq")),
                        Integer.parseInt(text(row, "conflicts"))))
                .toList();
    }

    public static List<String> proof(ControllerApi api) throws IOException {
        return api.rows("select * from delivery_proof order by node").stream()
                .map(Map::toString)
                .toList();
    }

    private static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static Effect effect(String node, int number, String line) throws IOException {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            throw new IOException("line " + number + " of the effects of " + node + " is not whole: " + line);
        }
        return new Effect(node, number, words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]), words[3]);
    }
}
