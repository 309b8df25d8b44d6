package io.steward.agent.method.shell;

import io.steward.agent.method.Stop;
import io.steward.model.command.CommandId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files through which the agent and one run of the wrapper speak with each other; {@code wrapper.sh} says what each
 * is. A run has a numbered folder of its own inside the folder of the work, readable by the agent's user alone, so that a
 * wrapper that comes late can never meet the files of a later run.
 *
 * <p>Survives the agent. Nothing is forced to disk: after the machine went down only what is complete counts.
 */
final class RunFolder {
    /** The environment variable by which processes of a command are found, wherever they went. */
    static final String MARKER = "STEWARD_COMMAND_ID";

    private static final String AGENT = "agent\n";
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Read once. */
    private static final class Wrapper {
        static final byte[] TEXT = text();

        private static byte[] text() {
            try (InputStream wrapper = RunFolder.class.getResourceAsStream("wrapper.sh")) {
                if (wrapper == null) {
                    throw new IllegalStateException("wrapper.sh is missing in the agent's jar");
                }
                return wrapper.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** A folder for a run that has not been. */
    static RunFolder create(Path work) throws IOException {
        Files.createDirectories(work);
        try {
            return new RunFolder(Files.createDirectory(work.resolve("1"), OWN_FOLDER));
        } catch (FileAlreadyExistsException e) {
            return afterLast(work);
        }
    }

    private static RunFolder afterLast(Path work) throws IOException {
        int number = lastNumber(work) + 1;
        return new RunFolder(Files.createDirectory(work.resolve(Integer.toString(number)), OWN_FOLDER));
    }

    /** The folder of the last run; empty if none was prepared, so that nothing can have been started. */
    static Optional<RunFolder> last(Path work) throws IOException {
        int number = lastNumber(work);
        return number == 0 ? Optional.empty() : Optional.of(new RunFolder(work.resolve(Integer.toString(number))));
    }

    private static int lastNumber(Path work) throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes what the wrapper needs. Arguments, input and environment go through files that only we can read. */
    void prepare(Invocation invocation, CommandId id, Map<String, String> more) throws IOException {
        Files.write(file("wrapper.sh"), Wrapper.TEXT);
        if (!invocation.hidden().none()) {
            writeOwn("sealed", "");
        }
        if (invocation.stdin().isPresent()) {
            writeOwn("stdin", invocation.stdin().get());
        }
        if (invocation.script().isPresent()) {
            writeOwn("script", invocation.script().get());
        }
        Map<String, String> env = new TreeMap<>(more);
        env.putAll(invocation.env());
        env.put(MARKER, id.value());
        writeOwn("command", shellText(invocation, env));
    }

    /** In braces, so that the shell has read all of it before a changed environment can change how it reads. */
    private String shellText(Invocation invocation, Map<String, String> env) {
        StringBuilder text = new StringBuilder("{\n");
        if (!invocation.hidden().none()) {
            text.append("eval \"$steward_sealed\"\n");
        }
        invocation.cwd().ifPresent(cwd -> text.append("cd ").append(quoted(cwd)).append(" || exit 126\n"));
        env.forEach((name, value) -> text.append(exported(name, value)));
        text.append("exec");
        invocation.argv().forEach(arg -> text.append(' ').append(quoted(arg)));
        invocation
                .script()
                .ifPresent(
                        script -> text.append(' ').append(quoted(file("script").toString())));
        return text.append("\n}\n").toString();
    }

    /** What the wrapper reads from the pipe when there is a file {@code sealed}; its end says that it is whole. */
    static byte[] sealedText(Hidden hidden, CommandId id) {
        StringBuilder text = new StringBuilder();
        hidden.stdin()
                .ifPresent(stdin -> text.append("steward_input=")
                        .append(quoted(stdin.reveal()))
                        .append('\n'));
        hidden.env().forEach((name, value) -> text.append(exported(name, value.reveal())));
        return text.append("# whole ").append(id).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String exported(String name, String value) {
        return "export " + name + "=" + quoted(value) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private void writeOwn(String name, String text) throws IOException {
        Path file = Files.createFile(file(name), OWN_FILE);
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** Tries to decide about the work in the wrapper's place: true if it has not run and never will. */
    boolean claimForAgent() throws IOException {
        try {
            Files.writeString(file("claim"), AGENT, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return text("claim").equals(AGENT);
        }
    }

    /** The wrapper that has claimed the work; empty if none has, or has not yet written down who it is. */
    Optional<Leader> claimedBy() {
        String claim = text("claim");
        if (!claim.matches("[0-9]{1,9} [0-9]{1,18}\n")) {
            return Optional.empty();
        }
        String[] words = claim.strip().split(" ", -1);
        return Optional.of(Leader.foreign(Long.parseLong(words[0]), Long.parseLong(words[1])));
    }

    /** The true exit code, if the command has ended and the wrapper could say so. */
    Optional<Integer> exitCode() {
        String exit = text("exit");
        return exit.matches("[0-9]{1,3}\n") ? Optional.of(Integer.parseInt(exit.strip())) : Optional.empty();
    }

    /** Why it was ended from outside; the first reason stands. */
    Optional<Stop.Reason> stopped() {
        String reason = text("stopped").strip();
        return Stream.of(Stop.Reason.values())
                .filter(each -> each.name().equals(reason))
                .findFirst();
    }

    void markStopped(Stop.Reason reason) throws IOException {
        try {
            Files.writeString(file("stopped"), reason.name() + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // The watchdog was faster; its reason stands.
        }
    }

    /** What the wrapper itself complained about. */
    String complaint() {
        return text("wrapper.err").strip();
    }

    private String text(String name) {
        try {
            return new String(Files.readAllBytes(file(name)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
