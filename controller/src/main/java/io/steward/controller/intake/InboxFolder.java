package io.steward.controller.intake;

import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.Order;
import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose files are sent like API calls: JSON or YAML, one request or a list.
 *
 * <p>One thread of its own looks at it. A file is read once nothing has changed about it for a second, and moved when all
 * it asks for is stored, or refused. Its requests have keys made of its name, time and content, so a file that was sent
 * but not moved, because the controller died between the two, is not sent twice. While the log can't be reached a file
 * stays and is tried again. One bad file never keeps another from being sent.
 */
public final class InboxFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration STILL = Duration.ofSeconds(1);
    /** A file that is no document may be one that somebody is still writing. */
    private static final Duration STILL_UNPARSABLE = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final InboxShelf shelf;
    private final Path folder;
    private final Issuer issuer;
    private final String operator;
    private final int largest;
    private final InstantSource clock;
    private final YamlDocuments yaml;
    private final Stillness stillness = new Stillness();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "inbox");

    /**
     * @param operator who stands in {@code issuedBy}
     * @param largest file, in bytes
     */
    public InboxFolder(Path folder, Issuer issuer, String operator, int largest, InstantSource clock) {
        this.folder = folder;
        this.shelf = new InboxShelf(folder);
        this.issuer = issuer;
        this.operator = operator;
        this.largest = largest;
        this.clock = clock;
        this.yaml = new YamlDocuments(largest);
        thread.setDaemon(true);
    }

    /** Makes the folder if it is not there, and begins to look. */
    public InboxFolder open() throws IOException {
        shelf.make();
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            // An interrupt within a read would close the database's file under everybody, so there is time to finish.
            thread.join(GRACE.toMillis());
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("the inbox is closed");
        }
    }

    private void look() throws InterruptedException {
        List<Path> files = files();
        stillness.keepOnly(files);
        for (Path file : files) {
            try {
                look(file);
            } catch (IOException e) {
                LOG.warn("inbox file {}: {}", file.getFileName(), e.toString());
            } catch (RuntimeException e) {
                LOG.error("inbox file {} can't be handled now", file.getFileName(), e);
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(InboxShelf::offered).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the inbox {} can't be read: {}", folder, e.toString());
            return List.of();
        }
    }

    private void look(Path file) throws IOException, InterruptedException {
        BasicFileAttributes before = attributes(file);
        Duration still = stillness.of(file, before, clock.instant());
        if (still.compareTo(STILL) < 0) {
            return;
        }
        try {
            if (before.size() > largest) {
                throw new Refusal(Problem.badField(
                        "file", "a file of " + before.size() + " bytes is not allowed: use at most " + largest));
            }
            byte[] content = content(file);
            if (stillness.of(file, attributes(file), clock.instant()).isZero()) {
                return;
            }
            long modified = before.lastModifiedTime().toMillis();
            send(file, InboxFile.read(file.getFileName().toString(), modified, content, yaml));
        } catch (InboxFile.Unparsable e) {
            if (still.compareTo(STILL_UNPARSABLE) >= 0) {
                shelf.reject(file, e.getMessage(), List.of());
            }
        } catch (Refusal e) {
            shelf.reject(file, e.problem().detail(), List.of());
        }
    }

    private void send(Path file, InboxFile request) throws IOException, InterruptedException {
        List<Receipt> receipts = new ArrayList<>();
        try {
            for (Order order : request.orders()) {
                Receipt receipt = issuer.issueOnce(order, operator, request.requestKey(operator, receipts.size()));
                if (!receipt.complete()) {
                    LOG.warn(
                            "inbox file {} stays: {}",
                            file.getFileName(),
                            Receipts.problem(receipt).detail());
                    return;
                }
                receipts.add(receipt);
            }
            shelf.sent(file, receipts);
        } catch (Refused e) {
            if (passing(e.reason())) {
                LOG.warn("inbox file {} stays: {}", file.getFileName(), e.getMessage());
            } else {
                String place = request.orders().size() == 1 ? "" : "[" + receipts.size() + "]: ";
                shelf.reject(file, place + e.getMessage(), receipts);
            }
        }
    }

    private static boolean passing(Refused.Reason reason) {
        return switch (reason) {
            case NOT_CAUGHT_UP, STATE_AWAY -> true;
            case UNKNOWN_NODES,
                    REVOKED_NODES,
                    NO_TARGETS,
                    BAD_CONDITION,
                    TOO_LARGE,
                    SIGNATURE_REQUIRED,
                    NOT_ALLOWED,
                    ID_TAKEN,
                    KEY_REUSED -> false;
        };
    }

    private byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(largest + 1);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
