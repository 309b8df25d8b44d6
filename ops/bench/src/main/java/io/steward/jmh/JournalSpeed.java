package io.steward.jmh;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.MvStoreJournal;
import io.steward.agent.journal.Owed;
import io.steward.model.command.Command;
import io.steward.model.command.Status;
import io.steward.model.wire.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The agent's journal on a real file, each append on disk when it returns: lives of a command per second, three appends
 * each, by one thread and by several that share an fsync. Beside it the bare fsync of one block.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
public class JournalSpeed {
    private static final int BLOCK = 4096;
    private static final int MOST_OWED = 100;

    private final AtomicLong numbers = new AtomicLong();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private Path folder;
    private MvStoreJournal journal;
    private FileChannel file;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("steward-jmh");
        journal = MvStoreJournal.open(
                folder.resolve("journal"), JournalLimits.DEFAULT, InstantSource.system(), "journal");
        file = FileChannel.open(folder.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @TearDown
    public void close() throws IOException {
        journal.close();
        file.close();
        for (String name : List.of("journal", "bare")) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Benchmark
    @Threads(1)
    public synchronized void bareFsync() throws IOException {
        block.rewind();
        file.write(block, 0);
        file.force(false);
    }

    @Benchmark
    @Threads(1)
    public void lifeByOne() {
        live();
    }

    @Benchmark
    @Threads(4)
    public void lifeByFour() {
        live();
    }

    @Benchmark
    @Threads(16)
    public void lifeBySixteen() {
        live();
    }

    private void live() {
        long number = numbers.incrementAndGet();
        Command command = Examples.command(number);
        journal.append(List.of(new Change.Delivered(Entry.delivered(
                command.id(), command.subject(), Codec.encode(command), "COMMANDS", number, Examples.NINE))));
        journal.append(List.of(new Change.Started(command.id(), 1, "boot", Examples.NINE)));
        journal.append(List.of(new Change.Ended(Examples.ack(command, number, Status.SUCCEEDED))));
        journal.told(
                Lane.ACKS,
                journal.owed(Lane.ACKS, -1, MOST_OWED).stream()
                        .map(Owed::number)
                        .toList());
    }
}
