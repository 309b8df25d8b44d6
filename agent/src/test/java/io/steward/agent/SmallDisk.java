package io.steward.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A folder on a disk that can be filled: as root a file system of a few megabytes of its own, else the test's, of which
 * the agent is told to leave nearly all alone.
 */
final class SmallDisk implements AutoCloseable {
    private static final long MEGABYTE = 1 << 20;
    private static final long SIZE = 24 * MEGABYTE;
    private static final long OURS = 40 * MEGABYTE;

    private final Path folder;
    private final boolean mounted;
    private final long reserve;

    private SmallDisk(Path folder, boolean mounted, long reserve) {
        this.folder = folder;
        this.mounted = mounted;
        this.reserve = reserve;
    }

    static SmallDisk at(Path folder) throws IOException {
        Files.createDirectories(folder);
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean mounted = root && done("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
        long reserve = mounted ? SIZE / 2 : folder.toFile().getUsableSpace() - OURS;
        return new SmallDisk(folder, mounted, reserve);
    }

    Path folder() {
        return folder;
    }

    /** What the agent is to keep free. */
    String reserve() {
        return Long.toString(reserve);
    }

    /** It has a file system of its own, which can be filled to the last byte. */
    boolean ownFileSystem() {
        return mounted;
    }

    /** Leaves less than the reserve. */
    void fill() throws IOException {
        fill(folder.toFile().getUsableSpace() - reserve + MEGABYTE);
    }

    /** Leaves nothing. */
    void fillWhole() throws IOException {
        fill(folder.toFile().getUsableSpace());
    }

    void free() throws IOException {
        Files.deleteIfExists(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        free();
        if (mounted) {
            done("umount", folder.toString());
        }
    }

    private void fill(long bytes) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
            for (long left = bytes; left > 0; left -= block.length) {
                filler.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static boolean done(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
