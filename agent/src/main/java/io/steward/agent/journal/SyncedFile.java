package io.steward.agent.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Forces to the disk what was written to a file, by whomever. Any thread; unlike a channel it doesn't mind interrupts.
 * Open for as long as the file is locked: closing it would let go the lock of the whole process.
 */
final class SyncedFile implements AutoCloseable {
    private final RandomAccessFile file;

    private SyncedFile(RandomAccessFile file) {
        this.file = file;
    }

    static SyncedFile open(Path path) {
        try {
            return new SyncedFile(new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
