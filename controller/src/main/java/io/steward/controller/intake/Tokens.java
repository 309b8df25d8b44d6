package io.steward.controller.intake;

import io.steward.nats.tls.Reread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may come in, by bearer token. Only SHA-256 hashes of tokens are known here. Immutable; any thread may ask. A
 * question takes the same time whichever token it names. A token may end at a time.
 */
public final class Tokens {
    /** A tokens file that can't be used; the message has one line for each reason, and no token. */
    public static final class BadTokens extends Exception {
        BadTokens(String message) {
            super(message);
        }
    }

    private record Entry(Caller caller, String hash, Instant end) {}

    private static final int MOST_TOLD = 10;
    private static final String HASH = "[0-9a-fA-F]{64}";
    private static final String ALLOWED =
            " is not allowed: use <name> viewer|operator|admin <SHA-256 of the token, 64 hex digits>"
                    + " and, if it ends, when: 2027-01-01T00:00:00Z";

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Nobody may come in. */
    public static Tokens none() {
        return new Tokens(List.of());
    }

    /** Lines of {@code name role sha256-of-the-token-in-hex}, and an instant if it ends; empty lines and those that begin with {@code #} are skipped. */
    public static Tokens read(Path file) throws IOException, BadTokens {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String place = file + " line " + (i + 1);
                entry(line).ifPresentOrElse(entries::add, () -> problems.add(place + ALLOWED));
            }
        }
        if (!problems.isEmpty()) {
            List<String> first = new ArrayList<>(problems.subList(0, Math.min(MOST_TOLD, problems.size())));
            if (problems.size() > first.size()) {
                first.add("and " + (problems.size() - first.size()) + " lines more");
            }
            throw new BadTokens(String.join(System.lineSeparator(), first));
        }
        return new Tokens(entries);
    }

    /** As {@link #read}, and read again when the file changes; a file that can't be used then changes nothing. */
    public static Supplier<Tokens> follow(Path file) throws IOException, BadTokens {
        read(file);
        Reread<Tokens> tokens = Reread.of(List.of(file), () -> {
            try {
                return read(file);
            } catch (BadTokens e) {
                throw new IOException(e.getMessage());
            }
        });
        return tokens::now;
    }

    public int size() {
        return entries.size();
    }

    /** Who has this token, if it is good then. */
    Optional<Caller> caller(String token, Instant when) {
        byte[] hash = sha256(token);
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(HexFormat.of().parseHex(entry.hash()), hash) && when.isBefore(entry.end())) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    private static Optional<Entry> entry(String line) {
        String[] words = line.split("\\s+", -1);
        Optional<Role> role = words.length == 3 || words.length == 4 ? Role.ofWord(words[1]) : Optional.empty();
        if (role.isEmpty() || !words[2].matches(HASH)) {
            return Optional.empty();
        }
        try {
            Instant end = words.length == 4 ? Instant.parse(words[3]) : Instant.MAX;
            return Optional.of(new Entry(new Caller(words[0], role.get()), words[2], end));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
