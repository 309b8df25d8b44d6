package io.steward.ops.bench.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to a file of its own, each append forced to the disk before the next. One thread. */
public final class RawSync implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer bytes;

    private RawSync(FileChannel file, int size) {
        this.file = file;
        this.bytes = ByteBuffer.allocateDirect(size);
    }

    /**
     * Makes the file.
     *
     * @param size bytes of one append
     */
    public static RawSync in(Path file, int size) throws IOException {
        return new RawSync(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), size);
    }

    /** One append and its fsync; nanoseconds. */
    public long once() throws IOException {
        bytes.clear();
        long begun = System.nanoTime();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
        return System.nanoTime() - begun;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
