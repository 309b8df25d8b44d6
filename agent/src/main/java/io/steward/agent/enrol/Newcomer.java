package io.steward.agent.enrol;

import io.steward.model.subject.NodeName;
import io.steward.nats.keys.EnrolmentRequest;
import io.steward.nats.keys.NodeKey;
import io.steward.nats.keys.UserToken;
import io.steward.nats.seal.BoxKey;
import io.steward.nats.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine that wants to be a node. It makes its keys itself, asks a controller, waits politely while somebody has to
 * approve it, and writes its credentials file, whole or not at all.
 *
 * <p>One thread. Ended at any moment and begun again, it goes on: the keys are the same, and a controller answers the same
 * key the same. It never gives up by itself, since whoever looks may make a token or approve it at any time.
 */
public final class Newcomer {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final NodeName node;
    private final String url;
    private final Optional<Path> tokenFile;
    private final Path credentials;
    private final NodeKey key;
    private final BoxKey box;
    private final TlsFiles tls;
    private final InstantSource clock;
    private String told = "";

    /** @param keys the folder with the node's own keys, which are made if they are missing */
    public Newcomer(
            NodeName node,
            String url,
            Optional<Path> tokenFile,
            Path credentials,
            Path keys,
            BoxKey box,
            TlsFiles tls,
            InstantSource clock) {
        this.node = node;
        this.url = url;
        this.tokenFile = tokenFile;
        this.credentials = credentials;
        this.key = NodeKey.openOrCreate(keys);
        this.box = box;
        this.tls = tls;
        this.clock = clock;
    }

    /** What a person compares with what the controller shows. */
    public String fingerprint() {
        return EnrolmentRequest.fingerprint(key.publicKey(), box.publicKey());
    }

    /** Whether the credentials file is missing, or is its own and has expired. */
    public boolean needed() throws IOException {
        Optional<UserToken> token = UserToken.inFile(credentials);
        return !Files.exists(credentials)
                || token.filter(own -> own.publicKey().equals(key.publicKey()))
                        .flatMap(UserToken::expiresAt)
                        .filter(end -> !clock.instant().isBefore(end))
                        .isPresent();
    }

    /** Returns when the credentials file is there. */
    public void join() throws InterruptedException {
        LOG.info("node {} asks {} for credentials; its fingerprint is {}", node, url, fingerprint());
        Duration pause = FIRST_PAUSE;
        while (!tried()) {
            long millis = pause.toMillis();
            TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(1 + millis / 2));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Asks once; whether there are fresh credentials now. */
    boolean tried() {
        try {
            EnrolmentRequest request = new EnrolmentRequest(node, key.publicKey(), box.publicKey(), token());
            Asking.Answer answer = Asking.ask(url, request, key.sign(request.signed()), tls);
            if (answer.jwt().isPresent()) {
                return taken(answer.jwt().get());
            }
            tell(answer.words());
        } catch (IOException | IllegalArgumentException e) {
            tell("no answer yet: " + e.getMessage());
        }
        return false;
    }

    private boolean taken(String jwt) {
        UserToken token = UserToken.readSigned(jwt);
        if (!token.publicKey().equals(key.publicKey()) || !token.name().equals(node.value())) {
            tell("the answer holds credentials of " + token.name() + " for another key");
            return false;
        }
        if (!Credentials.reasonable(token, clock.instant())) {
            tell("the answer holds credentials that never end, or are not of now");
            return false;
        }
        key.writeCredentials(credentials, jwt);
        LOG.info(
                "node {} is enrolled, until {}",
                node,
                token.expiresAt().map(Instant::toString).orElse("ever"));
        return true;
    }

    // Read each time, since a new one may be put there while this machine waits.
    private Optional<String> token() throws IOException {
        if (tokenFile.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(tokenFile.get()).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void tell(String words) {
        if (!words.equals(told)) {
            LOG.warn("enrolment of {}: {}", node, words);
        }
        told = words;
    }
}
