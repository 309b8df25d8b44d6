package io.steward.agent.method.shell;

import io.steward.model.command.CommandId;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that belong to one command: those in the wrapper's session, those that carry the command's id in their
 * environment, and whatever descends from them; without the wrapper itself. Reads {@code /proc} anew with each question;
 * any thread may ask. Processes that left the session, lost their parent and wiped their environment are not found.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");

    /** One line of {@code /proc/<pid>/stat}, proc(5). */
    record Entry(long pid, char state, long parent, long session, long startTime) {
        boolean zombie() {
            return state == 'Z' || state == 'X';
        }

        /** Empty if there is no such process. */
        static Optional<Entry> read(long pid) {
            try {
                String stat =
                        Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
                // The name in parentheses may hold anything, also parentheses.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                return Optional.of(new Entry(
                        pid,
                        fields[0].charAt(0),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[19])));
            } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    private final long leader;
    private final String mark;

    ProcessTree(Leader leader, CommandId id) {
        this.leader = leader.pid();
        this.mark = RunFolder.MARKER + "=" + id;
    }

    /** The living ones, in no order. */
    List<Long> members() {
        List<Entry> all = entries();
        Set<Long> members = new HashSet<>(Set.of(leader));
        for (Entry entry : all) {
            if (entry.session() == leader || marked(entry.pid())) {
                members.add(entry.pid());
            }
        }
        boolean grown = true;
        while (grown) {
            grown = all.stream()
                            .filter(entry -> members.contains(entry.parent()))
                            .filter(entry -> members.add(entry.pid()))
                            .count()
                    > 0;
        }
        long self = ProcessHandle.current().pid();
        return all.stream()
                .filter(entry -> members.contains(entry.pid()) && !entry.zombie())
                .map(Entry::pid)
                .filter(pid -> pid != leader && pid != self)
                .toList();
    }

    private boolean marked(long pid) {
        try {
            byte[] environ = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            return ("\0" + new String(environ, StandardCharsets.ISO_8859_1)).contains("\0" + mark + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Entry> entries() {
        String[] names = new File("/proc").list();
        List<Entry> entries = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                Entry.read(Long.parseLong(name)).ifPresent(entries::add);
            }
        }
        return entries;
    }
}
