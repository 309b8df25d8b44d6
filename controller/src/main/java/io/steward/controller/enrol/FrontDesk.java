package io.steward.controller.enrol;

import io.steward.controller.enrol.EntryRule.Verdict;
import io.steward.controller.enrol.NotLetIn.Reason;
import io.steward.controller.enrol.WaitingList.Waiting;
import io.steward.controller.log.ControlEvents;
import io.steward.controller.read.IdentityReader;
import io.steward.controller.read.IdentityReader.Token;
import io.steward.model.event.IdentityChange;
import io.steward.model.event.IdentityChange.Change;
import io.steward.model.fold.Identity;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.IdentityCodec;
import io.steward.model.wire.Json;
import io.steward.nats.keys.EnrolmentRequest;
import io.steward.nats.keys.NodeSigner;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets machines in: makes one-time tokens, keeps those waiting who have none, gives out credentials for keys that nodes
 * made themselves, and takes rights back.
 *
 * <p>Any thread, and several controllers at once: the log decides who was first, so nothing is answered before the log's
 * own word about it has been folded. Asking again is harmless and is answered the same. It keeps nothing but who waits.
 */
public final class FrontDesk {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);
    private static final Duration FOLD_PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 20;
    private static final String MACHINE = "the machine itself";

    /**
     * Makes a consumer and a node of a name; returns once commands to it are kept for it. {@code another}: the machine that
     * had the name was revoked, and what waits for it is not for this one.
     */
    @FunctionalInterface
    public interface Entrance {
        void enter(NodeName node, String by, boolean another) throws Exception;
    }

    /** Credentials for who has the key already. */
    public record Admission(NodeName node, String jwt, Instant expiresAt, String fingerprint) {}

    /** A fresh token; it is told once. */
    public record FreshToken(NodeName node, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "FreshToken[" + node + "]";
        }
    }

    private final NodeName controller;
    private final Optional<NodeSigner> signer;
    private final Duration life;
    private final IdentityReader identities;
    private final ControlEvents events;
    private final Entrance entrance;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final WaitingList waiting = new WaitingList();
    private final Brakes brakes = new Brakes();

    public FrontDesk(
            NodeName controller,
            Optional<NodeSigner> signer,
            Duration life,
            IdentityReader identities,
            ControlEvents events,
            Entrance entrance,
            InstantSource clock) {
        this.controller = controller;
        this.signer = signer;
        this.life = life;
        this.identities = identities;
        this.events = events;
        this.entrance = entrance;
        this.clock = clock;
    }

    /**
     * Makes a token for one machine of this name.
     *
     * @param replaces whether it may take the place of the machine that has the name now
     */
    public FreshToken makeToken(NodeName node, Duration holds, boolean replaces, String by)
            throws NotLetIn, IOException, InterruptedException {
        signer();
        notOurs(node);
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String hash = EnrolmentRequest.tokenHash(token);
        Instant expiresAt = now().plus(holds);
        publish(
                node,
                "token." + hash,
                new IdentityChange(
                        now(),
                        by,
                        Change.TOKEN,
                        none(),
                        none(),
                        none(),
                        Optional.of(hash),
                        Optional.of(expiresAt),
                        replaces,
                        none()));
        awaitFolded(() -> identities.token(hash).isPresent());
        return new FreshToken(node, token, expiresAt);
    }

    /**
     * Answers a machine that asks to be a node.
     *
     * @param from its address, for whoever looks at the list
     * @return empty: it has to wait until somebody approves its fingerprint
     */
    public Optional<Admission> ask(EnrolmentRequest request, byte[] signature, String from) throws Exception {
        signer();
        notOurs(request.node());
        if (!request.provedBy(signature)) {
            throw new NotLetIn(Reason.NO_PROOF, "field \"signature\" is not made with the private half of publicKey");
        }
        Optional<Identity> known = identities.identity(request.node());
        Optional<Token> token = request.token().map(EnrolmentRequest::tokenHash).flatMap(identities::token);
        var approval = identities.approval(request.node());
        Verdict verdict = EntryRule.decide(request, known, token, approval, now());
        return switch (verdict) {
            case AGAIN ->
                Optional.of(admission(request, known.orElseThrow().expiresAt().orElseThrow()));
            case BY_TOKEN ->
                Optional.of(enter(
                        request, token.orElseThrow().by(), token.orElseThrow().replaces()));
            case BY_APPROVAL ->
                Optional.of(enter(request, approval.orElseThrow().by(), false));
            case WAIT -> waits(request, from);
            case TAKEN -> throw taken(request, from);
        };
    }

    /** Who waits, in the order of coming. */
    public List<Map<String, Object>> waiting() {
        return waiting.all(now()).stream().map(FrontDesk::row).toList();
    }

    /** Who asked for a name that is another one's. */
    public List<Map<String, @Nullable Object>> claims() {
        return identities.claims(100);
    }

    /**
     * Lets the machine with this fingerprint in when it asks next.
     *
     * @return whether it waits here now
     */
    public boolean approve(NodeName node, String fingerprint, String by)
            throws NotLetIn, IOException, InterruptedException {
        signer();
        notOurs(node);
        boolean here = waiting.holds(node, fingerprint);
        publish(
                node,
                "approved." + UUID.randomUUID(),
                new IdentityChange(
                        now(),
                        by,
                        Change.APPROVED,
                        none(),
                        none(),
                        Optional.of(fingerprint),
                        none(),
                        Optional.empty(),
                        false,
                        none()));
        awaitFolded(() -> identities
                .approval(node)
                .filter(approval -> approval.fingerprint().equals(fingerprint))
                .isPresent());
        return here;
    }

    /**
     * Marks the node as revoked: no command is sent to it, nothing is renewed for it.
     *
     * @return its public key, so that the broker can be told, if it is known here
     */
    public Optional<String> revoke(NodeName node, String by) throws IOException, InterruptedException {
        Optional<String> key = identities.identity(node).flatMap(Identity::publicKey);
        publish(
                node,
                "revoked." + UUID.randomUUID(),
                new IdentityChange(
                        now(), by, Change.REVOKED, key, none(), none(), none(), Optional.empty(), false, none()));
        awaitFolded(() -> identities.identity(node).filter(Identity::revoked).isPresent());
        LOG.warn("node {} is revoked by {}", node, by);
        return key;
    }

    /** Fresh credentials for a node before the old ones expire; empty: it is not entitled to any. */
    public Optional<Admission> renew(NodeName node, String publicKey) throws IOException, InterruptedException {
        Optional<Identity> known = identities.identity(node).filter(identity -> identity.belongsTo(publicKey));
        if (signer.isEmpty() || known.isEmpty() || !known.get().holds(now())) {
            LOG.warn(
                    "credentials of {} are not renewed: {}",
                    node,
                    known.isEmpty() ? "another key asks" : "they do not hold any more");
            return Optional.empty();
        }
        Identity identity = known.get();
        if (!brakes.renews(node, life, now())) {
            return Optional.empty();
        }
        Instant until = end();
        publish(
                node,
                "renewed." + UUID.randomUUID(),
                new IdentityChange(
                        now(),
                        MACHINE,
                        Change.RENEWED,
                        Optional.of(publicKey),
                        none(),
                        none(),
                        none(),
                        Optional.of(until),
                        false,
                        none()));
        String jwt = signer.get().mint(node, publicKey, now(), Duration.between(now(), until));
        return Optional.of(
                new Admission(node, jwt, until, identity.fingerprint().orElse("")));
    }

    private Admission enter(EnrolmentRequest request, String by, boolean replaces) throws Exception {
        boolean another =
                identities.identity(request.node()).filter(Identity::revoked).isPresent();
        entrance.enter(request.node(), by, another);
        Optional<String> hash = request.token().map(EnrolmentRequest::tokenHash);
        Instant until = end();
        String id = "enrolled." + hash.orElse(UUID.randomUUID().toString());
        publish(
                request.node(),
                id,
                new IdentityChange(
                        now(),
                        by,
                        Change.ENROLLED,
                        Optional.of(request.publicKey()),
                        Optional.of(request.boxKey()),
                        Optional.of(request.fingerprint()),
                        hash,
                        Optional.of(until),
                        replaces,
                        none()));
        awaitFolded(() -> settled(request, hash));
        Identity now = identities.identity(request.node()).orElseThrow();
        if (!now.belongsTo(request.publicKey())) {
            throw new NotLetIn(Reason.BAD_TOKEN, "another machine was faster: the name or the token is taken");
        }
        waiting.remove(request.fingerprint());
        LOG.info("node {} is let in by {}, {}", request.node(), by, request.fingerprint());
        return admission(request, now.expiresAt().orElse(until));
    }

    // With a token the log has decided once somebody has used it, else once the name is somebody's.
    private boolean settled(EnrolmentRequest request, Optional<String> hash) {
        boolean ours = identities
                .identity(request.node())
                .filter(identity -> identity.belongsTo(request.publicKey()) && identity.holds(now()))
                .isPresent();
        return ours || hash.flatMap(identities::token).flatMap(Token::usedBy).isPresent();
    }

    private Admission admission(EnrolmentRequest request, Instant until) throws NotLetIn {
        Instant now = now();
        String jwt = signer().mint(request.node(), request.publicKey(), now, Duration.between(now, until));
        return new Admission(request.node(), jwt, until, request.fingerprint());
    }

    private Optional<Admission> waits(EnrolmentRequest request, String from) throws NotLetIn {
        if (!waiting.take(request, from, now())) {
            throw new NotLetIn(Reason.FULL, "too many machines wait to be approved; ask again later, or with a token");
        }
        return Optional.empty();
    }

    private NotLetIn taken(EnrolmentRequest request, String from) throws IOException, InterruptedException {
        boolean known = identities.claims(100).stream()
                .anyMatch(row -> request.fingerprint().equals(row.get("fingerprint")));
        if (!known
                && brakes.tellsClaim(now())
                && events.publish(
                        ControlEvents.ENROLMENT,
                        request.node().value(),
                        IdentityCodec.fields(new IdentityChange(
                                now(),
                                MACHINE,
                                Change.CLAIMED,
                                Optional.of(request.publicKey()),
                                none(),
                                Optional.of(request.fingerprint()),
                                none(),
                                Optional.empty(),
                                false,
                                Optional.of(from))),
                        "claimed." + UUID.randomUUID())) {
            LOG.warn("another machine at {} asks for the name {}: {}", from, request.node(), request.fingerprint());
        }
        return new NotLetIn(
                Reason.NAME_TAKEN,
                "the name \"" + request.node()
                        + "\" belongs to another machine: enrol this one under a name of its own,"
                        + " or, if it was reinstalled, with a token of 'steward enrol " + request.node()
                        + " --replace'");
    }

    private void publish(NodeName node, String messageId, IdentityChange change)
            throws IOException, InterruptedException {
        // Nobody else can know the id: a node could take it first, and the log would keep the node's message instead.
        if (!events.publish(ControlEvents.ENROLMENT, node.value(), IdentityCodec.fields(change), messageId)
                && change.tokenHash().isEmpty()) {
            throw new IOException("the log did not store it, because it took it for a repeat; ask again");
        }
    }

    private interface Question {
        boolean answered();
    }

    private static void awaitFolded(Question folded) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FOLD_PATIENCE.toNanos();
        while (!folded.answered()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("it is stored, but the state database has not heard of it yet");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private NodeSigner signer() throws NotLetIn {
        return signer.orElseThrow(() -> new NotLetIn(
                Reason.NO_SIGNING_KEY,
                "this controller can't let machines in: set enrol.signing.key.file and enrol.account"));
    }

    private void notOurs(NodeName node) throws NotLetIn {
        if (node.equals(controller)) {
            throw new NotLetIn(Reason.OWN_NAME, "the controller itself has the name \"" + node + "\": use another");
        }
    }

    private Instant now() {
        return clock.instant();
    }

    // Whole seconds, as a token has them.
    private Instant end() {
        return now().plus(life).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Map<String, Object> row(Waiting one) {
        return Map.of(
                "node", one.node().value(),
                "fingerprint", one.fingerprint(),
                "from", one.from(),
                "since", Json.time(one.since()));
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
