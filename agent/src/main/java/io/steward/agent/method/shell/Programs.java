package io.steward.agent.method.shell;

import io.steward.model.command.Fault;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells before the start what would keep a program from starting. Reads the file system, changes nothing. */
final class Programs {
    /** Where a shell looks when nobody says where. */
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** What is wrong, with the exit code that a shell gives for it. */
    record Obstacle(int exitCode, Fault fault) {}

    private Programs() {}

    /** @param agentPath the PATH that the command inherits unless its environment says otherwise */
    static Optional<Obstacle> obstacle(Invocation invocation, Optional<String> agentPath) {
        try {
            Path cwd = Path.of(invocation.cwd().orElse("")).toAbsolutePath();
            if (!Files.isDirectory(cwd)) {
                return Optional.of(new Obstacle(126, fault("no-directory", "args.cwd", cwd, "is not a directory")));
            }
            String program = invocation.argv().get(0);
            String path = invocation.variable("PATH").or(() -> agentPath).orElse(USUAL_PATH);
            return obstacle(program, candidates(program, cwd, path));
        } catch (InvalidPathException e) {
            // A name that this Java can't spell; the shell can, and tells.
            return Optional.empty();
        }
    }

    private static Optional<Obstacle> obstacle(String program, List<Path> candidates) {
        if (candidates.stream().anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
            return Optional.empty();
        }
        if (candidates.stream().anyMatch(Files::exists)) {
            return Optional.of(new Obstacle(126, fault("not-executable", "program", program, "is not executable")));
        }
        return Optional.of(new Obstacle(127, fault("not-found", "program", program, "is not there")));
    }

    private static List<Path> candidates(String program, Path cwd, String path) {
        if (program.contains("/")) {
            return List.of(cwd.resolve(program));
        }
        return Arrays.stream(path.split(":"))
                .map(folder -> cwd.resolve(folder).resolve(program))
                .toList();
    }

    private static Fault fault(String code, String what, Object name, String problem) {
        return new Fault(code, what + " \"" + name.toString().replaceAll("\\p{Cntrl}", "?") + "\" " + problem);
    }
}
