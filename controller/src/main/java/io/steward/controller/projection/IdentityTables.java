package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.event.IdentityChange;
import io.steward.model.fold.Identity;
import io.steward.model.fold.IdentityFold;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.IdentityCodec;
import io.steward.model.wire.Unreadable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that enrolments in the stream AUDIT feed: how each node came to belong to the fleet. There are few of them, so
 * each is folded by itself.
 */
final class IdentityTables {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityTables.class);

    private final Connection connection;

    private IdentityTables(Connection connection) {
        this.connection = connection;
    }

    /** Folds entries of the method {@code enrolment}, in order, within the caller's transaction. */
    static void fold(Connection connection, List<Reading> readings) throws SQLException {
        IdentityTables tables = new IdentityTables(connection);
        for (Reading reading : readings) {
            try {
                NodeName node =
                        NodeName.of(Subject.parse(reading.entry().subject()).domain());
                tables.fold(
                        node,
                        IdentityCodec.decode(reading.entry().data()),
                        reading.entry().seq());
            } catch (Unreadable | InvalidName e) {
                LOG.warn(
                        "entry {} about an identity can't be read: {}",
                        reading.entry().seq(),
                        e.getMessage());
            }
        }
    }

    private void fold(NodeName node, IdentityChange change, long seq) throws SQLException {
        Optional<Identity> known = known(node);
        Optional<Identity> now = IdentityFold.fold(known, node, change, tokenFree(change, known));
        if (now.isPresent() && !now.equals(known)) {
            save(now.get(), seq);
        }
        switch (change.change()) {
            case TOKEN -> made(node, change, seq);
            case APPROVED -> approved(node, change, seq);
            case CLAIMED -> claimed(node, change, seq);
            case ENROLLED -> entered(node, change, now);
            case REVOKED -> shut(node, change);
            case RENEWED -> {}
        }
    }

    private Optional<Identity> known(NodeName node) throws SQLException {
        return Jdbc.query(
                        connection,
                        "select * from steward.node_identity where node = ?",
                        new Row().add(node.value()),
                        IdentityTables::identity)
                .stream()
                .findFirst();
    }

    private boolean tokenFree(IdentityChange change, Optional<Identity> known) throws SQLException {
        boolean stillItsName = known.map(Identity::publicKey)
                .filter(change.publicKey()::equals)
                .isPresent();
        return change.tokenHash().isEmpty()
                || Jdbc.query(
                                connection,
                                "select used_by from steward.enrolment_token where token_hash = ?",
                                new Row().add(change.tokenHash()),
                                row -> Jdbc.text(row, "used_by"))
                        .stream()
                        .allMatch(usedBy -> usedBy.isEmpty() || (usedBy.equals(change.publicKey()) && stillItsName));
    }

    private void save(Identity identity, long seq) throws SQLException {
        Jdbc.update(
                connection,
                "delete from steward.node_identity where node = ?",
                new Row().add(identity.node().value()));
        Jdbc.update(
                connection,
                "insert into steward.node_identity (node, public_key, box_key, fingerprint, enrolled_at, expires_at,"
                        + " revoked_at, enrolled_by, log_seq) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                new Row()
                        .add(identity.node().value())
                        .add(identity.publicKey())
                        .add(identity.boxKey())
                        .add(identity.fingerprint())
                        .add(identity.enrolledAt())
                        .add(identity.expiresAt())
                        .add(identity.revokedAt())
                        .add(identity.by())
                        .add(seq));
    }

    private void made(NodeName node, IdentityChange change, long seq) throws SQLException {
        if (change.tokenHash().isEmpty() || change.expiresAt().isEmpty()) {
            return;
        }
        Jdbc.update(
                connection,
                "insert into steward.enrolment_token (token_hash, node, made_by, made_at, expires_at, replaces, log_seq)"
                        + " select ?, ?, ?, ?, ?, ?, ? where not exists"
                        + " (select 1 from steward.enrolment_token where token_hash = ?)",
                new Row()
                        .add(change.tokenHash())
                        .add(node.value())
                        .add(change.by())
                        .add(change.at())
                        .add(change.expiresAt())
                        .add(change.replaces())
                        .add(seq)
                        .add(change.tokenHash()));
    }

    private void approved(NodeName node, IdentityChange change, long seq) throws SQLException {
        forgetApproval(node);
        Jdbc.update(
                connection,
                "insert into steward.enrolment_approval (node, fingerprint, approved_by, approved_at, log_seq)"
                        + " values (?, ?, ?, ?, ?)",
                new Row()
                        .add(node.value())
                        .add(change.fingerprint().orElse(""))
                        .add(change.by())
                        .add(change.at())
                        .add(seq));
    }

    /** What was made ready for the name before is not for who has been put out. */
    private void shut(NodeName node, IdentityChange change) throws SQLException {
        forgetApproval(node);
        Jdbc.update(
                connection,
                "update steward.enrolment_token set expires_at = ? where node = ? and used_by is null and expires_at > ?",
                new Row().add(change.at()).add(node.value()).add(change.at()));
    }

    private void claimed(NodeName node, IdentityChange change, long seq) throws SQLException {
        String fingerprint = change.fingerprint().orElse("");
        Jdbc.update(
                connection,
                "delete from steward.enrolment_claim where node = ? and fingerprint = ?",
                new Row().add(node.value()).add(fingerprint));
        Jdbc.update(
                connection,
                "insert into steward.enrolment_claim (node, fingerprint, claimed_from, at, log_seq)"
                        + " values (?, ?, ?, ?, ?)",
                new Row()
                        .add(node.value())
                        .add(fingerprint)
                        .add(change.from().orElse(""))
                        .add(change.at())
                        .add(seq));
    }

    private void entered(NodeName node, IdentityChange change, Optional<Identity> now) throws SQLException {
        if (change.publicKey().isEmpty()
                || now.isEmpty()
                || !now.get().belongsTo(change.publicKey().get())) {
            return;
        }
        forgetApproval(node);
        Jdbc.update(
                connection,
                "update steward.enrolment_token set used_by = ? where token_hash = ?",
                new Row().add(change.publicKey()).add(change.tokenHash()));
        Jdbc.update(
                connection,
                "delete from steward.enrolment_claim where node = ? and fingerprint = ?",
                new Row().add(node.value()).add(change.fingerprint().orElse("")));
    }

    private void forgetApproval(NodeName node) throws SQLException {
        Jdbc.update(connection, "delete from steward.enrolment_approval where node = ?", new Row().add(node.value()));
    }

    private static Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                NodeName.of(row.getString("node")),
                Jdbc.text(row, "public_key"),
                Jdbc.text(row, "box_key"),
                Jdbc.text(row, "fingerprint"),
                Jdbc.instant(row, "enrolled_at"),
                Jdbc.instant(row, "expires_at"),
                Jdbc.instant(row, "revoked_at"),
                row.getString("enrolled_by"));
    }
}
