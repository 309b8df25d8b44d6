package io.steward.controller.enrol;

import io.steward.controller.enrol.NotLetIn.Reason;
import io.steward.controller.read.IdentityReader.Approval;
import io.steward.controller.read.IdentityReader.Token;
import io.steward.model.fold.Identity;
import io.steward.nats.keys.EnrolmentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a machine that proved its key is let in, by what the log says. Pure. */
final class EntryRule {
    /** How long an approval waits for the machine to ask again. */
    static final Duration APPROVAL = Duration.ofDays(1);

    /** What to do. */
    enum Verdict {
        /** It has been let in already; its credentials are told again, with the same end. */
        AGAIN,
        BY_TOKEN,
        BY_APPROVAL,
        WAIT,
        /** The name is another machine's. */
        TAKEN
    }

    private EntryRule() {}

    static Verdict decide(
            EnrolmentRequest request,
            Optional<Identity> known,
            Optional<Token> token,
            Optional<Approval> approval,
            Instant now)
            throws NotLetIn {
        Optional<Identity> own = known.filter(identity -> identity.belongsTo(request.publicKey()));
        if (own.isPresent() && own.get().revoked()) {
            throw new NotLetIn(
                    Reason.REVOKED,
                    "this key of node \"" + request.node() + "\" is revoked: a machine that may come back needs a new"
                            + " key (delete its keys folder) and a token of 'steward enrol " + request.node() + "'");
        }
        if (own.isPresent() && own.get().holds(now) && own.get().boxKey().equals(Optional.of(request.boxKey()))) {
            return Verdict.AGAIN;
        }
        boolean taken = known.isPresent() && own.isEmpty() && !known.get().revoked();
        if (request.token().isPresent()) {
            Token good = checked(request, token, own.isPresent(), now);
            return taken && !good.replaces() ? Verdict.TAKEN : Verdict.BY_TOKEN;
        }
        if (taken) {
            return Verdict.TAKEN;
        }
        return approval.filter(a -> a.fingerprint().equals(request.fingerprint()))
                        .filter(a -> now.isBefore(a.at().plus(APPROVAL)))
                        .isPresent()
                ? Verdict.BY_APPROVAL
                : Verdict.WAIT;
    }

    // A used one is good only for who used it and still has the name.
    private static Token checked(EnrolmentRequest request, Optional<Token> token, boolean stillItsName, Instant now)
            throws NotLetIn {
        if (token.isEmpty() || !token.get().node().equals(request.node())) {
            throw bad(request, "is not known for this node");
        }
        if (token.get().usedBy().isPresent() && !stillItsName) {
            throw bad(request, "has been used");
        }
        if (!now.isBefore(token.get().expiresAt())) {
            throw bad(request, "expired at " + token.get().expiresAt());
        }
        return token.get();
    }

    private static NotLetIn bad(EnrolmentRequest request, String why) {
        return new NotLetIn(
                Reason.BAD_TOKEN,
                "the token " + why + ": use a new one of 'steward enrol " + request.node() + "', once");
    }
}
