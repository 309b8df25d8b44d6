package io.steward.ops.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends commands and watches them to their ends, with their output as it comes. One thread. */
final class Watching {
    private Watching() {}

    /**
     * Sends and watches.
     *
     * @param patience how long to wait for nodes that are away
     * @param sending answers ids and nodes; called once the changes are listened to
     * @return the exit code
     */
    static int run(
            Api api, Format format, Optional<Duration> patience, Supplier<List<Map<String, @Nullable Object>>> sending)
            throws InterruptedException {
        try (EventStream stream = EventStream.open(api)) {
            return watch(api, stream, format, some(sending.get()), patience);
        }
    }

    static List<Map<String, @Nullable Object>> some(List<Map<String, @Nullable Object>> issued) {
        if (issued.isEmpty()) {
            throw Trouble.refused("no node is meant: the fleet is empty, or the condition holds for none");
        }
        return issued;
    }

    private static int watch(
            Api api,
            EventStream stream,
            Format format,
            List<Map<String, @Nullable Object>> issued,
            Optional<Duration> patience)
            throws InterruptedException {
        List<Watched> commands = issued.stream()
                .map(row -> new Watched(Rows.text(row, "id"), Rows.text(row, "node")))
                .toList();
        NodeLines lines = new NodeLines(
                format.terminal,
                System.out,
                System.err,
                commands.stream().map(command -> command.node).toList());
        Watch watch = new Watch(api, stream, lines, commands, !format.table());
        AtomicBoolean done = new AtomicBoolean();
        Thread farewell = new Thread(() -> {
            if (!done.get()) {
                lines.clear();
                System.err.println("Stopped watching; the commands go on. To see them: steward command "
                        + watch.open().stream().findFirst().orElse("ID"));
            }
        });
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            watch.run(patience);
        } finally {
            done.set(true);
        }
        if (format.table()) {
            System.out.println(watch.totals());
        } else {
            format.rows(System.out, List.of(), watch.ends());
        }
        return watch.failed() > 0 ? Trouble.REFUSED : 0;
    }
}
