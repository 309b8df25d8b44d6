package io.steward.ops.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be checked of an {@code up} from its folder alone: its parts, its broker's configuration, its disk. Reads only. */
public final class SiteChecks {
    /**
     * One thing that was looked at.
     *
     * @param level {@code ok}, {@code warn} or {@code fail}
     * @param advice what to do; empty when it is well
     */
    public record Check(String name, String level, String what, String advice) {}

    private static final Pattern SYNC = Pattern.compile("(?m)^\\s*sync_interval:\\s*\"?([^\"\\s]+)\"?");
    private static final Pattern PORT = Pattern.compile("(?m)^\\s*port:\\s*(\\d+)");
    private static final long ROOM = 1L << 30;
    private static final long LEAST_ROOM = 100L << 20;

    private final DataFolder folder;

    public SiteChecks(DataFolder folder) {
        this.folder = folder;
    }

    public List<Check> look() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(room());
            checks.add(sync());
            checks.addAll(parts());
        } catch (IOException e) {
            checks.add(new Check("folder", "fail", folder.root() + " can't be read: " + e.getMessage(), "check it"));
        }
        return checks;
    }

    /** Whether the broker's configuration was looked at, and how often it forces writes. */
    Check sync() throws IOException {
        Optional<String> text = brokerConfiguration();
        if (text.isEmpty()) {
            return new Check("sync_interval", "warn", "no broker of ours: it can't be seen", "set it to always");
        }
        Matcher found = SYNC.matcher(text.get());
        String interval = found.find() ? found.group(1) : "2m (the default)";
        return interval.equals("always")
                ? new Check("sync_interval", "ok", "every write of the broker is forced to disk", "")
                : new Check(
                        "sync_interval",
                        "warn",
                        "the broker waits up to " + interval
                                + " before it forces writes to disk: a power cut loses what"
                                + " was accepted in that time",
                        "set jetstream.sync_interval: always, or use three servers and streams.replicas=3");
    }

    private Optional<String> brokerConfiguration() throws IOException {
        Path file = folder.root().resolve("conf").resolve("nats-server.conf");
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private Check room() throws IOException {
        return room(folder.root(), Files.getFileStore(folder.root()).getUsableSpace());
    }

    static Check room(Path root, long left) {
        String what = root + " has " + String.format(Locale.ROOT, "%,d MB", left >> 20) + " left";
        String level = left >= ROOM ? "ok" : left >= LEAST_ROOM ? "warn" : "fail";
        return new Check("disk of up", level, what, left >= ROOM ? "" : "make room: broker and journals need it");
    }

    private List<Check> parts() throws IOException {
        List<Check> checks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.root().resolve("run"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pid"))
                    .map(name -> name.substring(0, name.length() - ".pid".length()))
                    .sorted()
                    .forEach(names::add);
        }
        for (String name : names) {
            checks.add(part(name));
        }
        Optional<String> text = brokerConfiguration();
        Matcher port = PORT.matcher(text.orElse(""));
        if (port.find()) {
            boolean answers = Ports.brokerAnswers(Integer.parseInt(port.group(1)));
            checks.add(new Check(
                    "port " + port.group(1),
                    answers ? "ok" : "fail",
                    answers ? "the broker answers" : "no broker answers",
                    answers ? "" : "start it: 'steward start broker', or 'steward up'"));
        }
        return checks;
    }

    private Check part(String name) {
        boolean alive = folder.pid(name)
                .flatMap(ProcessHandle::of)
                .map(ProcessHandle::isAlive)
                .orElse(false);
        if (alive) {
            return new Check(name, "ok", "process " + folder.pid(name).orElseThrow() + " runs", "");
        }
        boolean asked = Files.exists(folder.stopFile(name));
        return new Check(
                name,
                asked ? "warn" : "fail",
                asked ? "is kept stopped, as somebody asked" : "does not run",
                asked ? "'steward start " + name + "'" : "look at " + folder.log(name));
    }
}
