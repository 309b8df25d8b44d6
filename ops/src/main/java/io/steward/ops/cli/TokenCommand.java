package io.steward.ops.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward token NAME ROLE}: a new token for somebody. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a token for the HTTP API and prints it, once; only its hash is kept, in the controller's http.tokens.file.",
            "The controller reads that file again when it changes. Take a line out, and its token is worth nothing."
        },
        footer = {
            "",
            "Examples:",
            "  steward token alice operator --add site/keys/tokens",
            "  steward token auditor viewer --expires 30d",
        })
final class TokenCommand implements Callable<Integer> {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    @Parameters(index = "0", paramLabel = "NAME", description = "Who it is for, as it will stand in issuedBy.")
    String name;

    @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or admin.")
    String role;

    @Option(names = "--expires", paramLabel = "TIME", description = "After which it is worth nothing: 12h, 30d.")
    @Nullable
    Duration expires;

    @Option(
            names = "--add",
            paramLabel = "FILE",
            description = "Adds its line to this tokens file, which only its owner can read, instead of printing it.")
    @Nullable
    Path file;

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[A-Za-z0-9._@-]{1,63}")) {
            throw Trouble.wrongUse("name \"" + name + "\" is not allowed: use 1 to 63 of A-Z a-z 0-9 . _ @ -");
        }
        if (!ROLES.contains(role)) {
            throw Trouble.wrongUse("role \"" + role + "\" is not allowed: use viewer, operator or admin");
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        String line = name + " " + role + " " + hash(token)
                + (expires == null ? "" : " " + Instant.now().plus(expires).truncatedTo(ChronoUnit.SECONDS));
        if (file == null) {
            System.err.println("The token, said once; then the line for the controller's http.tokens.file:");
            System.out.println(token);
            System.out.println(line);
        } else {
            add(file, line);
            System.err.println("The token, said once; its hash is in " + file + ":");
            System.out.println(token);
        }
        return 0;
    }

    private static void add(Path file, String line) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw Trouble.wrongUse("--add " + file + " is not allowed: it is a link; name the file itself");
        }
        // Added in one write, so that a controller that reads meanwhile sees all of the line or none.
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            String gap = Files.size(file) == 0 || Files.readString(file).endsWith("\n") ? "" : "\n";
            channel.write(ByteBuffer.wrap((gap + line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
