package io.steward.controller.issue;

import io.steward.model.trust.Policy;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in a file, read anew when the file changes. Any thread. A file that can't be read, is no policy, or has no
 * higher version than the one before, changes nothing and is said once.
 */
public final class PolicyFile {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);

    /** What tells one state of a file from another without reading it. */
    private record Mark(FileTime modified, long size, Optional<Object> file) {}

    private final Path file;
    private Mark seen;
    private Policy policy;

    private PolicyFile(Path file, Mark seen, Policy policy) {
        this.file = file;
        this.seen = seen;
        this.policy = policy;
    }

    /**
     * Reads the policy for the first time.
     *
     * @throws IOException if it holds no policy; the message says what is wrong
     */
    public static PolicyFile open(Path file) throws IOException {
        try {
            return new PolicyFile(file, mark(file), PolicyCodec.decode(Files.readAllBytes(file)));
        } catch (Unreadable e) {
            throw new IOException("policy.file \"" + file + "\" is not allowed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("policy.file \"" + file + "\" can't be read: " + e, e);
        }
    }

    /** The newest policy that the file has held. */
    public synchronized Policy current() {
        try {
            Mark now = mark(file);
            if (!now.equals(seen)) {
                seen = now;
                take(PolicyCodec.decode(Files.readAllBytes(file)));
            }
        } catch (Unreadable | IOException e) {
            LOG.warn("policy {} can't be used, version {} stays: {}", file, policy.version(), e.toString());
        }
        return policy;
    }

    private void take(Policy news) {
        if (news.version() <= policy.version()) {
            LOG.warn(
                    "policy {} changes nothing: its version {} is not higher than {}",
                    file,
                    news.version(),
                    policy.version());
        } else {
            LOG.info("policy {}: version {} in place of {}", file, news.version(), policy.version());
            policy = news;
        }
    }

    // A missing file has a mark of its own: its absence is told once, and its return is noticed.
    private static Mark mark(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Mark(
                    attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return new Mark(FileTime.fromMillis(0), -1, Optional.empty());
        }
    }
}
