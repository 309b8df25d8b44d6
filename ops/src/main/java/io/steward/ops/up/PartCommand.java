package io.steward.ops.up;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a part is started: a program and its arguments. No secret stands in them; those are in files.
 *
 * <p>Each part has a session of its own where the system has {@code setsid}: a Ctrl-C in the terminal then reaches the
 * one who stops all in order, and not everybody at once.
 */
public record PartCommand(List<String> words) {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final String LOG_LINE =
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

    public PartCommand {
        words = List.copyOf(words);
    }

    /** A program with a session of its own. */
    public static PartCommand program(List<String> words) {
        List<String> all = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            all.add(SETSID.toString());
        }
        all.addAll(words);
        return new PartCommand(all);
    }

    /** This program again, with another subcommand. */
    public static PartCommand steward(List<String> flags, List<String> words) {
        List<String> all = new ArrayList<>(flags);
        archive(words.get(0)).ifPresent(all::addAll);
        all.add(LOG_LINE);
        return java(all, "io.steward.ops.cli.Steward", words);
    }

    /** Another main class of this program, with this one's Java. */
    public static PartCommand java(List<String> flags, String main, List<String> words) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(flags);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        all.addAll(words);
        return program(all);
    }

    /** The class-data archive of a service, made beside the jars by the build; none where there is none. */
    private static Optional<List<String>> archive(String service) {
        String classPath = System.getProperty("java.class.path");
        int end = classPath.indexOf(File.pathSeparatorChar);
        Path first = Path.of(end < 0 ? classPath : classPath.substring(0, end));
        Path folder = first.toAbsolutePath().getParent();
        Path archive = folder == null || folder.getParent() == null
                ? first
                : folder.getParent().resolve(service + ".jsa");
        return archive.toString().endsWith(".jsa") && Files.isRegularFile(archive)
                ? Optional.of(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr"))
                : Optional.empty();
    }
}
