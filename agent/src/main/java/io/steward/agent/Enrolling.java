package io.steward.agent;

import io.steward.agent.enrol.Credentials;
import io.steward.agent.enrol.Newcomer;
import io.steward.agent.machine.DataFolder;
import io.steward.model.config.Settings;
import io.steward.nats.seal.BoxKey;
import io.steward.nats.tls.TlsKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an agent comes by its credentials at its start. Stateless. */
final class Enrolling {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolling.class);

    private Enrolling() {}

    /** The folder in which a node's own keys are. */
    static Path keys(Settings settings) {
        return settings.get(AgentKeys.DATA_DIR).resolve("keys");
    }

    static Credentials credentials(Settings settings, InstantSource clock) {
        return new Credentials(
                settings.get(AgentKeys.NODE), settings.get(AgentKeys.NATS_CREDENTIALS), keys(settings), clock);
    }

    /** Refuses a start that has no credentials and no way to get any. */
    static void check(Settings settings) throws BadStart {
        Path file = settings.get(AgentKeys.NATS_CREDENTIALS);
        Optional<String> url = settings.get(AgentKeys.ENROL_URL);
        if (url.isEmpty() && !Files.isReadable(file)) {
            throw new BadStart("key \"nats.credentials\" names \"" + file
                    + "\", which can't be read: use the file that the node's enrolment wrote, or set enrol.url");
        }
        if (url.filter(text -> !text.matches("https?://[^/?#\\s]+/?")).isPresent()) {
            throw new BadStart("key \"enrol.url\" \"" + url.get()
                    + "\" is not allowed: use http://host:port or https://host:port of a controller");
        }
    }

    /** Returns once the credentials are there; what asked for them, where that is configured. */
    static Optional<Newcomer> join(Settings settings, DataFolder data, BoxKey boxKey, InstantSource clock)
            throws BadStart {
        Optional<String> url = settings.get(AgentKeys.ENROL_URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            Newcomer newcomer = new Newcomer(
                    settings.get(AgentKeys.NODE),
                    url.get(),
                    settings.get(AgentKeys.ENROL_TOKEN).map(Path::of),
                    settings.get(AgentKeys.NATS_CREDENTIALS),
                    keys(settings),
                    boxKey,
                    TlsKeys.files(settings),
                    clock);
            if (!url.get().matches("https://.*|http://(localhost|127\\.[0-9.]+|\\[::1])(:.*)?")) {
                LOG.warn("key \"enrol.url\" is not https: whoever reads the network can use the token first");
            }
            LOG.info("the fingerprint of this node is {}", newcomer.fingerprint());
            if (newcomer.needed()) {
                newcomer.join();
            }
            return Optional.of(newcomer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw given(data, new BadStart("the start ended before the node was enrolled", e));
        } catch (IOException | RuntimeException e) {
            throw given(data, new BadStart("the node can't be enrolled: " + e.getMessage(), e));
        }
    }

    private static BadStart given(DataFolder data, BadStart failure) {
        try {
            data.close();
        } catch (IOException closing) {
            failure.addSuppressed(closing);
        }
        return failure;
    }
}
