package io.steward.agent.method.syslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The positions of one process on disk: replaced as a whole, forced before the replacement. Used by one thread. */
final class Positions {
    private final Path folder;

    Positions(Path folder) {
        this.folder = folder;
    }

    /** Empty at the first start. */
    List<Position> load() throws IOException {
        try {
            // Torn bytes spoil their line, not the others.
            String text = new String(Files.readAllBytes(folder.resolve("positions")), StandardCharsets.UTF_8);
            return text.lines().map(Position::parse).flatMap(Optional::stream).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    void save(Collection<Position> positions) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve("positions.new");
        String text = positions.stream().map(position -> position.text() + "\n").collect(Collectors.joining());
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        }
        Files.move(fresh, folder.resolve("positions"), StandardCopyOption.ATOMIC_MOVE);
    }
}
