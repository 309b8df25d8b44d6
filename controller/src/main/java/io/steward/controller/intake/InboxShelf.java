package io.steward.controller.intake;

import io.steward.controller.issue.Receipt;
import io.steward.model.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where inbox files go: {@code sent/} with what became of them, or {@code rejected/} with the reason beside. What is
 * written about a file is there before the file is. Used by the inbox's thread alone.
 */
final class InboxShelf {
    private static final Logger LOG = LoggerFactory.getLogger(InboxShelf.class);

    private final Path folder;
    private final Path sent;
    private final Path rejected;

    InboxShelf(Path folder) {
        this.folder = folder;
        this.sent = folder.resolve("sent");
        this.rejected = folder.resolve("rejected");
    }

    void make() throws IOException {
        Files.createDirectories(sent);
        Files.createDirectories(rejected);
    }

    /** Not hidden, not under a name that means "not finished", and a plain file. */
    static boolean offered(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean unfinished =
                name.startsWith(".") || name.endsWith(".tmp") || name.endsWith(".part") || name.endsWith("~");
        return !unfinished && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    void sent(Path file, List<Receipt> receipts) throws IOException {
        Path place = free(sent, file);
        note(place, ".result.json", result(receipts));
        Files.move(file, place);
        LOG.info("inbox file {} is sent: {} commands", file.getFileName(), count(receipts));
    }

    /** @param before what was sent of it all the same */
    void reject(Path file, String reason, List<Receipt> before) throws IOException {
        Path place = free(rejected, file);
        String words = before.isEmpty()
                ? reason + "\nNothing was sent.\n"
                : reason + "\nSent before that: " + result(before) + "\n";
        note(place, ".error.txt", words);
        Files.move(file, place);
        LOG.info("inbox file {} is rejected, see {}.error.txt beside it", file.getFileName(), place);
    }

    private static String result(List<Receipt> receipts) {
        return Json.text(Map.of(
                "commands",
                receipts.stream()
                        .flatMap(receipt -> receipt.stored().stream())
                        .map(Receipts::json)
                        .toList()));
    }

    private static long count(List<Receipt> receipts) {
        return receipts.stream().mapToLong(receipt -> receipt.stored().size()).sum();
    }

    // A file of the same name may be there from an earlier time.
    private static Path free(Path shelf, Path file) {
        String name = file.getFileName().toString();
        Path place = shelf.resolve(name);
        for (int i = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
            place = shelf.resolve(name + "." + i);
        }
        return place;
    }

    private void note(Path place, String ending, String text) throws IOException {
        Path draft = Files.writeString(folder.resolve("." + place.getFileName() + ending + ".tmp"), text);
        Files.move(
                draft,
                place.resolveSibling(place.getFileName() + ending),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
