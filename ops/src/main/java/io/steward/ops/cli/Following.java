package io.steward.ops.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for a rebuild or a repair of the controller, and shows a person how far it is. For one thread. */
final class Following {
    private static final long POLL_MILLIS = 250;

    private final Api api;
    private final String path;
    private final Terminal terminal;

    /** @param path where the controller says how far it is */
    Following(Api api, String path, Terminal terminal) {
        this.api = api;
        this.path = path;
        this.terminal = terminal;
    }

    /** What it was in the end. */
    Map<String, @Nullable Object> toEnd(Map<String, @Nullable Object> begun) throws InterruptedException {
        Map<String, @Nullable Object> status = begun;
        String startedAt = Rows.text(begun, "startedAt");
        while (underWay(status)) {
            show("\r\033[K" + Cells.cut(words(status), terminal.columns().orElse(80) - 1));
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            status = Rows.object(api.get(path));
            if (!Rows.text(status, "startedAt").equals(startedAt)) {
                throw Trouble.refused("the controller was started anew in the middle; its tables are as they were");
            }
        }
        show("\r\033[K");
        return status;
    }

    static String words(Map<String, @Nullable Object> status) {
        Duration left = Duration.ofSeconds(Rows.number(status, "secondsLeft").orElse(0L));
        return Rows.text(status, "words") + ": " + Rows.text(status, "messages") + " of " + Rows.text(status, "total")
                + " messages, " + Rows.text(status, "rate") + "/s, " + Times.brief(left) + " left";
    }

    private void show(String text) {
        if (terminal.progress()) {
            System.err.print(text);
            System.err.flush();
        }
    }

    private static boolean underWay(Map<String, @Nullable Object> status) {
        return switch (Rows.text(status, "state")) {
            case "folding", "comparing", "mending", "switching" -> true;
            default -> false;
        };
    }
}
