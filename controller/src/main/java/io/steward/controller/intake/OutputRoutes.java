package io.steward.controller.intake;

import io.steward.controller.read.EventFilter;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.command.CommandId;
import io.steward.model.event.OutputChunk;
import io.steward.model.event.OutputChunk.Std;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.EventCodec;
import io.steward.model.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What commands printed, as text to be kept in a file. */
final class OutputRoutes {
    /** How many bytes of the output the answer holds. */
    static final String BYTES = "Steward-Output-Bytes";
    /** How many bytes the command printed; absent while it runs. */
    static final String TOTAL = "Steward-Output-Total";

    private static final int PAGE = 200;

    private final StateReader state;

    OutputRoutes(StateReader state) {
        this.state = state;
    }

    Route route() {
        return Route.get("/api/v1/commands/{id}/output", this::output);
    }

    private void output(Call call) {
        Std std = call.params("stream")
                .parsed("stream", OutputRoutes::std, "stdout or stderr")
                .orElse(Std.STDOUT);
        CommandId id = CommandRoutes.id(call);
        Map<String, @Nullable Object> row =
                state.command(id).orElseThrow(() -> Refusal.notFound("command", id.value()));
        CommandOutput output = output(id, std, row);
        String file = row.get("node") + "-" + id.value() + "." + word(std) + ".txt";
        call.context()
                .contentType("text/plain; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
                .header(BYTES, Long.toString(output.bytes()));
        output.total().ifPresent(total -> call.context().header(TOTAL, Long.toString(total)));
        call.context().result(output.text().getBytes(StandardCharsets.UTF_8));
    }

    private CommandOutput output(CommandId id, Std std, Map<String, @Nullable Object> row) {
        Optional<CommandOutput> told = told(std, row);
        return told.filter(CommandOutput::whole)
                .orElseGet(() -> CommandOutput.fuller(told, pieced(id, NodeName.of(text(row, "node")), std)));
    }

    private static Optional<CommandOutput> told(Std std, Map<String, @Nullable Object> row) {
        if (!Boolean.TRUE.equals(row.get("terminal")) || row.get(word(std)) == null) {
            return Optional.empty();
        }
        long total = row.get(word(std) + "_bytes") instanceof Number bytes ? bytes.longValue() : 0;
        boolean truncated = Boolean.TRUE.equals(row.get("truncated"));
        return Optional.of(CommandOutput.told(text(row, word(std)), total, truncated));
    }

    private CommandOutput pieced(CommandId id, NodeName node, Std std) {
        CommandOutput.Pieces pieces = new CommandOutput.Pieces();
        eachPiece(id, node, piece -> {
            if (piece.stream() == std) {
                pieces.add(piece);
            }
        });
        return pieces.output();
    }

    private void eachPiece(CommandId id, NodeName node, Consumer<OutputChunk> taker) {
        long after = 0;
        for (boolean more = true; more; ) {
            Table table = state.events(new EventFilter(
                    Optional.of(node), Optional.of("output"), Optional.of(id.value()), OptionalLong.of(after), PAGE));
            for (Map<String, @Nullable Object> row : table.maps()) {
                after = row.get("seq") instanceof Number seq ? seq.longValue() : after;
                piece(id, text(row, "body")).ifPresent(taker);
            }
            more = table.more();
        }
    }

    // A node may report anything there.
    private static Optional<OutputChunk> piece(CommandId id, String body) {
        try {
            return Optional.of(EventCodec.decodeOutput(id, body.getBytes(StandardCharsets.UTF_8)));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        return String.valueOf(row.get(column));
    }

    private static String word(Std std) {
        return std.name().toLowerCase(Locale.ROOT);
    }

    private static Std std(String word) {
        return switch (word) {
            case "stdout" -> Std.STDOUT;
            case "stderr" -> Std.STDERR;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
