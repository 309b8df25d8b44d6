package io.steward.agent.method.syslog;

import io.steward.agent.method.EventSink;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A syslogforwarding process of ship1 for the domain dpkg, started and stopped as an agent would. */
final class Station implements AutoCloseable {
    private static final NodeName SHIP1 = NodeName.of("ship1");

    /** One event as it was reported. */
    record Reported(Subject subject, String messageId, String json) {}

    final List<Reported> reported = Collections.synchronizedList(new ArrayList<>());
    private final Path folder;
    private Optional<Handler> running = Optional.empty();

    Station(Path folder) {
        this.folder = folder;
    }

    Station start(Map<String, ?> settings) {
        EventSink sink = (subject, messageId, json) ->
                reported.add(new Reported(subject, messageId, new String(json, StandardCharsets.UTF_8)));
        running = Optional.of(new SyslogForwarding()
                .open(new Surroundings(
                        SHIP1,
                        new ProcessName("syslogforwarding", "dpkg"),
                        new Args(Map.copyOf(settings)),
                        folder,
                        sink,
                        () -> Instant.parse("2026-11-22T09:00:00Z"))));
        return this;
    }

    Station follow(Path... files) {
        return start(Map.of("files", List.of(files).stream().map(Path::toString).toList()));
    }

    SyslogSockets sockets() {
        return ((Forwarding) running.orElseThrow()).sockets();
    }

    Outcome command(Map<String, ?> args) throws InterruptedException {
        Command command = new Command(
                CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60"),
                Subject.command(SHIP1, "syslogforwarding", "dpkg"),
                "alice",
                Instant.parse("2026-11-22T09:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                new Args(Map.copyOf(args)),
                Optional.empty(),
                Optional.empty());
        Work work = new Work(command, 1, folder, true, Duration.ofMinutes(1), new Stop(), (s, m, j) -> true);
        running.orElseThrow().check(work);
        return running.orElseThrow().run(work);
    }

    /** The lines told, in order. */
    List<String> lines() {
        return List.copyOf(reported).stream()
                .map(event -> event.json().replaceAll(".*\"line\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Override
    public void close() {
        running.ifPresent(Handler::close);
        running = Optional.empty();
    }
}
