package io.steward.agent.method.shell;

import io.steward.agent.method.EventSink;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.event.OutputChunk;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.model.wire.Unreadable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** One command of ship1 at the handler, with what it reported. */
final class Bench {
    static final NodeName SHIP1 = NodeName.of("ship1");

    /** One event as it was reported. */
    record Reported(Subject subject, String messageId, byte[] json) {
        OutputChunk chunk() {
            try {
                return EventCodec.decodeOutput(CommandId.of(subject.domain()), json);
            } catch (Unreadable e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Each its own: processes are found by it. */
    final CommandId id;

    final List<Reported> reported = new CopyOnWriteArrayList<>();
    final Stop stop = new Stop();
    final Path folder;
    private Duration timeout = Duration.ofMinutes(5);
    private boolean sameBoot = true;
    private int attempt = 1;

    Bench(Path folder) {
        this(folder, CommandId.from(Instant.now(), new SecureRandom().nextLong(), new SecureRandom().nextLong()));
    }

    Bench(Path folder, CommandId id) {
        this.folder = folder;
        this.id = id;
    }

    Bench timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    Bench afterReboot() {
        sameBoot = false;
        return this;
    }

    Bench attempt(int number) {
        attempt = number;
        return this;
    }

    Work work(Map<String, ?> args) {
        Command command = new Command(
                id,
                Subject.command(SHIP1, "shellcommand", "operatingsystem"),
                "alice",
                Instant.parse("2026-11-22T09:00:00Z"),
                Optional.empty(),
                Optional.of(timeout),
                OnCrash.REPORT,
                false,
                new Args(Map.copyOf(args)),
                Optional.empty(),
                Optional.empty());
        EventSink sink = (subject, messageId, json) -> reported.add(new Reported(subject, messageId, json));
        return new Work(command, attempt, folder, sameBoot, timeout, stop, sink);
    }

    Handler handler() {
        return new ShellCommand()
                .open(new Surroundings(
                        SHIP1,
                        new ProcessName("shellcommand", "operatingsystem"),
                        Args.NONE,
                        folder.resolveSibling("process"),
                        (subject, messageId, json) -> true,
                        Instant::now));
    }

    Outcome run(Map<String, ?> args) throws InterruptedException {
        Work work = work(args);
        handler().check(work);
        return handler().run(work);
    }

    Outcome argv(String... argv) throws InterruptedException {
        return run(Map.of("argv", List.of(argv)));
    }

    Outcome script(String script) throws InterruptedException {
        return run(Map.of("script", script));
    }

    CompletableFuture<Outcome> start(Map<String, ?> args) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(args);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    Recovery recover(Map<String, ?> args) throws InterruptedException {
        return handler().recover(work(args));
    }

    Outcome recovered(Map<String, ?> args) throws InterruptedException {
        if (recover(args) instanceof Recovery.Ended ended) {
            return ended.outcome();
        }
        throw new AssertionError("it has not ended");
    }

    /** What was reported of one stream, put together. */
    String streamed(OutputChunk.Std std) {
        return reported.stream()
                .map(Reported::chunk)
                .filter(chunk -> chunk.stream() == std)
                .map(OutputChunk::text)
                .collect(Collectors.joining());
    }

    static boolean lives(long pid) {
        return ProcessTree.Entry.read(pid).filter(entry -> !entry.zombie()).isPresent();
    }
}
