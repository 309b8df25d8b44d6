package io.steward.controller.read;

import io.steward.model.fold.Identity;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the state database knows of nodes' identities. Any thread. */
public final class IdentityReader {
    private static final int ALL = 10_000_000;

    /** A one-time token, as far as it is known: never the token itself. */
    public record Token(NodeName node, String by, Instant expiresAt, boolean replaces, Optional<String> usedBy) {}

    /** A fingerprint that a person let in. */
    public record Approval(String fingerprint, String by, Instant at) {}

    private final Queries queries;

    IdentityReader(Queries queries) {
        this.queries = queries;
    }

    /** Whose the name is. */
    public Optional<Identity> identity(NodeName node) {
        return queries.run(1, "select * from public.node_identity where node = ?", node.value()).maps().stream()
                .findFirst()
                .map(row -> new Identity(
                        node,
                        text(row, "public_key"),
                        text(row, "box_key"),
                        text(row, "fingerprint"),
                        time(row, "enrolled_at"),
                        time(row, "expires_at"),
                        time(row, "revoked_at"),
                        text(row, "enrolled_by").orElse("")));
    }

    /** All nodes that were revoked and have not been let in since. */
    public Set<NodeName> revoked() {
        Set<NodeName> revoked = new TreeSet<>();
        queries.run(ALL, "select node from public.node_identity where revoked_at is not null")
                .rows()
                .forEach(row -> revoked.add(NodeName.of(Values.text(row.get(0)))));
        return revoked;
    }

    /** Those of the nodes that were revoked and have not been let in since. */
    public Set<NodeName> revokedAmong(Collection<NodeName> nodes) {
        Set<NodeName> revoked = new TreeSet<>();
        queries.run(
                        ALL,
                        "select i.node from unnest(?) wanted(node) join public.node_identity i on i.node = wanted.node"
                                + " where i.revoked_at is not null",
                        (Object) nodes.stream().map(NodeName::value).distinct().toArray())
                .rows()
                .forEach(row -> revoked.add(NodeName.of(Values.text(row.get(0)))));
        return revoked;
    }

    /** The token with this hash. */
    public Optional<Token> token(String hash) {
        return queries.run(1, "select * from public.enrolment_token where token_hash = ?", hash).maps().stream()
                .findFirst()
                .map(row -> new Token(
                        NodeName.of(text(row, "node").orElseThrow()),
                        text(row, "made_by").orElse(""),
                        time(row, "expires_at").orElseThrow(),
                        Boolean.TRUE.equals(row.get("replaces")),
                        text(row, "used_by")));
    }

    /** The newest approval for this name that was not used yet. */
    public Optional<Approval> approval(NodeName node) {
        return queries.run(1, "select * from public.enrolment_approval where node = ?", node.value()).maps().stream()
                .findFirst()
                .map(row -> new Approval(
                        text(row, "fingerprint").orElse(""),
                        text(row, "approved_by").orElse(""),
                        time(row, "approved_at").orElseThrow()));
    }

    /** The newest rows of {@code enrolment_claim}. */
    public List<Map<String, @Nullable Object>> claims(int limit) {
        return queries.run(
                        limit,
                        "select node, fingerprint, claimed_from, at from public.enrolment_claim order by at desc")
                .maps();
    }

    private static Optional<String> text(Map<String, @Nullable Object> row, String column) {
        return Optional.ofNullable(row.get(column)).map(Object::toString);
    }

    private static Optional<Instant> time(Map<String, @Nullable Object> row, String column) {
        return Optional.ofNullable((Instant) row.get(column));
    }
}
