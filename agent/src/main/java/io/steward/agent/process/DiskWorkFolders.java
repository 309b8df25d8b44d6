package io.steward.agent.process;

import io.steward.model.command.CommandId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders below one root. Any thread may call it. */
final class DiskWorkFolders implements WorkFolders {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);

    private final Path root;

    DiskWorkFolders(Path root) {
        this.root = root;
    }

    @Override
    public Path of(CommandId id, int attempt) {
        return root.resolve(id.value()).resolve(Integer.toString(attempt));
    }

    @Override
    public Path made(CommandId id, int attempt) {
        try {
            return Files.createDirectories(of(id, attempt));
        } catch (IOException e) {
            throw new UncheckedIOException("folder for command " + id + " can't be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void remove(CommandId id) {
        Path folder = root.resolve(id.value());
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("folder of command {} can't be removed yet: {}", id, e.toString());
        }
    }

    @Override
    public void removeAll(Predicate<CommandId> needless) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            List<CommandId> ids = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.length() == 36)
                    .map(CommandId::of)
                    .filter(needless)
                    .toList();
            ids.forEach(this::remove);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("old work folders can't be removed: {}", e.toString());
        }
    }
}
