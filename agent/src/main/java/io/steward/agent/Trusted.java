package io.steward.agent;

import io.steward.agent.trust.Gatekeeper;
import io.steward.agent.trust.PolicyFile;
import io.steward.model.config.Settings;
import io.steward.model.trust.Policy;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the gatekeeper that settings ask for: the newest policy of the two that there may be is in force. Stateless. */
final class Trusted {
    private static final Logger LOG = LoggerFactory.getLogger(Trusted.class);
    private static final String KEPT = "policy.json";

    private Trusted() {}

    /** @param data the agent's own folder, in which the newest policy is kept */
    static Gatekeeper gatekeeper(Settings settings, Path data, InstantSource clock, InstantSource brokerTime)
            throws BadStart {
        PolicyFile file = new PolicyFile(data.resolve(KEPT));
        Optional<Policy> policy = newest(given(settings), kept(file, data.resolve(KEPT)), file);
        boolean unsignedToo = settings.get(AgentKeys.COMMANDS_UNSIGNED) == AgentKeys.Unsigned.ACCEPT;
        if (policy.isEmpty() && !unsignedToo) {
            throw new BadStart("key \"policy.file\" is missing, and \"commands.unsigned\" is refuse, so that no command"
                    + " could ever run: name the policy file of your site in policy.file, or set commands.unsigned to"
                    + " accept if everybody who can reach the broker may command this node");
        }
        Gatekeeper.Terms terms = new Gatekeeper.Terms(
                settings.get(AgentKeys.NODE),
                settings.family(AgentKeys.LABELS),
                unsignedToo,
                settings.get(AgentKeys.EXPIRY_TOLERANCE));
        policy.filter(one -> one.changers(terms.node(), terms.labels(), clock.instant())
                        .isEmpty())
                .ifPresent(one -> LOG.warn("policy version {} lets nobody replace it by a command", one.version()));
        LOG.info(
                "policy {}; unsigned commands are {}",
                policy.map(one -> "version " + one.version()).orElse("none"),
                unsignedToo ? "accepted" : "refused");
        return new Gatekeeper(terms, policy, file, clock, brokerTime);
    }

    // Kept as soon as it is seen, so that an older file put in its place later does not bring back what it allowed.
    private static Optional<Policy> newest(Optional<Policy> given, Optional<Policy> kept, PolicyFile file)
            throws BadStart {
        long version = kept.map(Policy::version).orElse(0L);
        if (given.isEmpty() || given.get().version() <= version) {
            given.filter(old -> old.version() < version)
                    .ifPresent(old -> LOG.warn(
                            "policy.file has version {}; version {} is in force, which came later",
                            old.version(),
                            version));
            return kept;
        }
        try {
            file.keep(given.get());
        } catch (IOException e) {
            throw new BadStart("the policy can't be kept in data.dir: " + e.getMessage(), e);
        }
        return given;
    }

    private static Optional<Policy> given(Settings settings) throws BadStart {
        Optional<Path> file = settings.get(AgentKeys.POLICY_FILE).map(Path::of);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PolicyFile.read(file.get()));
        } catch (IOException e) {
            throw new BadStart(
                    "key \"policy.file\" names \"" + file.get() + "\", which can't be read: " + e.getMessage(), e);
        } catch (Unreadable e) {
            throw new BadStart(
                    "key \"policy.file\" names \"" + file.get() + "\", which is no policy: " + e.getMessage(), e);
        }
    }

    private static Optional<Policy> kept(PolicyFile file, Path where) throws BadStart {
        try {
            return file.kept();
        } catch (IOException | Unreadable e) {
            throw new BadStart(
                    "the policy in \"" + where + "\" can't be read: " + e.getMessage()
                            + "; put the newest policy of your site there, by hand",
                    e);
        }
    }
}
