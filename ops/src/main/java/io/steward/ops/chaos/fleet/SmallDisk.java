package io.steward.ops.chaos.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A small file system in memory, mounted on a folder, that can be filled to its last block. Linux, as root. Any thread. */
final class SmallDisk {
    private static final int BLOCK = 64 * 1024;

    private final Path folder;
    private int fillings;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether one can be had here; tried for real on this folder, which is empty. */
    static boolean possible(Path folder) {
        try {
            mount(folder, 1);
            return run("umount", folder.toString()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        int exit = run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", folder.toString());
        if (exit != 0) {
            throw new IOException("no file system could be mounted on " + folder + ": mount exited with " + exit);
        }
        return new SmallDisk(folder);
    }

    /** Takes all the room that is left. */
    synchronized void fill() throws IOException {
        fillings++;
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (int size = BLOCK; size > 0; size /= 16) {
                fill(out, block, size);
            }
        } catch (IOException e) {
            // Full, which was wanted.
        }
    }

    /** Gives it back, once nobody wants it full. */
    synchronized void free() throws IOException {
        fillings--;
        if (fillings == 0) {
            Files.deleteIfExists(filler());
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static void fill(OutputStream out, byte[] block, int size) {
        try {
            while (true) {
                out.write(block, 0, size);
            }
        } catch (IOException e) {
            // No room for a piece of this size; a smaller one may still fit.
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue();
    }
}
