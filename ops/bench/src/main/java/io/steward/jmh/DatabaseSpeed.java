package io.steward.jmh;

import io.steward.controller.log.Batch;
import io.steward.controller.projection.BatchWriter;
import io.steward.model.fold.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Log entries per second into the state database, a file, in batches of the default size; beside it the same count of
 * rows into one table without an index, by a plain JDBC batch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx768m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class DatabaseSpeed {
    private static final int ENTRIES = 2_000;

    private Path folder;
    private BatchWriter writer;
    private Connection plain;
    private Batch batch;
    private long next = Examples.ENTRIES;

    @Setup
    public void open() throws IOException, SQLException {
        folder = Files.createTempDirectory("steward-jmh");
        writer = BatchWriter.open(folder);
        plain = writer.connect();
        plain.setAutoCommit(false);
        try (Statement statement = plain.createStatement()) {
            statement.execute("create table plain (seq bigint, subject varchar, bytes varbinary)");
        }
    }

    @Setup(Level.Invocation)
    public void gather() {
        batch = Examples.batch(next, ENTRIES / Examples.ENTRIES);
        next += ENTRIES;
    }

    @TearDown
    public void close() throws IOException, SQLException {
        plain.close();
        writer.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long project() {
        long position = writer.fold(batch);
        if (position != batch.last().seq()) {
            throw new IllegalStateException("position " + position + " after an entry of "
                    + batch.last().seq());
        }
        return position;
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public void plainInsert() throws SQLException {
        try (PreparedStatement insert = plain.prepareStatement("insert into plain values (?, ?, ?)")) {
            for (LogEntry entry : batch.entries()) {
                insert.setLong(1, entry.seq());
                insert.setString(2, entry.subject());
                insert.setBytes(3, entry.data());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        plain.commit();
    }
}
