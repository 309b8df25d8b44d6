package io.steward.nats.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from some files, read again as soon as one of them is another one. Any thread. Files that can't be used
 * are said once, and what was read before stays.
 */
public final class Reread<T> {
    /** How the files are read. */
    @FunctionalInterface
    public interface Reader<T> {
        T read() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reread.class);

    private final List<Path> files;
    private final Reader<T> reader;
    private T value;
    private List<Object> stamp;

    private Reread(List<Path> files, Reader<T> reader) throws IOException {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.stamp = stamp(this.files);
        this.value = reader.read();
    }

    /**
     * Reads them for the first time.
     *
     * @throws IOException if they can't be used
     */
    public static <T> Reread<T> of(List<Path> files, Reader<T> reader) throws IOException {
        return new Reread<>(files, reader);
    }

    /** What they say now, as far as that can be used. */
    public synchronized T now() {
        try {
            List<Object> seen = stamp(files);
            if (!seen.equals(stamp)) {
                stamp = seen;
                value = reader.read();
                LOG.info("{}: read again", files);
            }
        } catch (IOException e) {
            LOG.warn("{} changed and can't be used, what was read before stays: {}", files, e.getMessage());
        }
        return value;
    }

    // A file that is missing has a stamp too: it comes back as another one.
    private static List<Object> stamp(List<Path> files) {
        List<Object> stamp = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                @Nullable Object key = seen.fileKey();
                stamp.add(List.of(seen.lastModifiedTime(), seen.size(), Optional.ofNullable(key)));
            } catch (IOException e) {
                stamp.add("missing");
            }
        }
        return stamp;
    }
}
