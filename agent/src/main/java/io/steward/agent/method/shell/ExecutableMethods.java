package io.steward.agent.method.shell;

import io.steward.agent.method.Method;
import io.steward.model.subject.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executables in an agent's {@code methods.d}. Stateless. */
public final class ExecutableMethods {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutableMethods.class);

    private ExecutableMethods() {}

    /**
     * A method for each executable file whose name, without what follows its first dot, is a token; others are passed
     * over with a warning. None if there is no such folder.
     */
    public static List<Method> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .filter(ExecutableMethods::named)
                    .<Method>map(file -> new ExecutableMethod(name(file), file))
                    .toList();
        }
    }

    private static boolean named(Path file) {
        boolean named = Token.matches(name(file));
        if (!named) {
            LOG.warn("{} is no method: its name must be 1 to {} characters of A-Z a-z 0-9 _ -", file, Token.LONGEST);
        }
        return named;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }
}
