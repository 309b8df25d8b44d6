package io.steward.agent.trust;

import io.steward.model.trust.Policy;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The newest policy that this node ever had, in a file of the agent's own. Written beside it, synced and renamed: a crash
 * leaves the old or the new one, whole. One thread at a time.
 */
public final class PolicyFile implements PolicyStore {
    private final Path file;

    public PolicyFile(Path file) {
        this.file = file;
    }

    /** What is kept; empty if none was ever. */
    public Optional<Policy> kept() throws IOException, Unreadable {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** The policy in this file. */
    public static Policy read(Path file) throws IOException, Unreadable {
        try (InputStream in = Files.newInputStream(file)) {
            return PolicyCodec.decode(in.readNBytes(PolicyCodec.LARGEST + 1));
        }
    }

    // What could not be read again would keep the agent from its next start.
    private static byte[] readable(Policy policy) throws IOException {
        byte[] bytes = PolicyCodec.encode(policy);
        try {
            PolicyCodec.decode(bytes);
            return bytes;
        } catch (Unreadable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void keep(Policy policy) throws IOException {
        byte[] encoded = readable(policy);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
