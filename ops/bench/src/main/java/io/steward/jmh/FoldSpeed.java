package io.steward.jmh;

import io.steward.controller.log.Batch;
import io.steward.model.fold.CommandFold;
import io.steward.model.fold.CommandFold.Folded;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Content;
import io.steward.model.fold.Content.AckContent;
import io.steward.model.fold.Content.CommandContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.wire.EntryReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The pure fold: log entries per second, of one command from QUEUED to SUCCEEDED. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FoldSpeed {
    private List<LogEntry> entries;
    private List<Content> contents;

    @Setup
    public void prepare() {
        Batch batch = Examples.batch(Examples.ENTRIES, 1);
        entries = batch.entries();
        contents = entries.stream().map(EntryReader::read).toList();
        if (fold().orElseThrow().finishedAt().isEmpty()) {
            throw new IllegalStateException("the command that is measured did not end");
        }
    }

    /** Of entries that are read already. */
    @Benchmark
    @OperationsPerInvocation(Examples.ENTRIES)
    public Optional<CommandState> fold() {
        Optional<CommandState> state = Optional.empty();
        for (int i = 0; i < entries.size(); i++) {
            state = folded(state, contents.get(i), entries.get(i)).state();
        }
        return state;
    }

    /** From the bytes. */
    @Benchmark
    @OperationsPerInvocation(Examples.ENTRIES)
    public Optional<CommandState> readAndFold() {
        Optional<CommandState> state = Optional.empty();
        for (LogEntry entry : entries) {
            state = folded(state, EntryReader.read(entry), entry).state();
        }
        return state;
    }

    private static Folded folded(Optional<CommandState> before, Content content, LogEntry entry) {
        if (content instanceof CommandContent sent) {
            return CommandFold.command(before, sent.command(), entry);
        }
        AckContent said = (AckContent) content;
        return CommandFold.ack(before, said.subject(), said.ack(), entry);
    }
}
