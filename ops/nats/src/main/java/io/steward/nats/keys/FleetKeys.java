package io.steward.nats.keys;

import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The identities of one fleet, kept as files in one folder: the broker operator, the accounts SYS, FLEET and AGENTS, and
 * a credentials file per user that any NATS client can use.
 *
 * <p>Immutable once opened; any thread and several processes may mint at once. Opening the same folder again gives the
 * same keys; account tokens are signed anew only when what they must say has changed. Folders are 0700 and files 0600.
 * A seed is never printed, logged or put on a command line. Whoever can read the folder owns the fleet.
 *
 * <p>Accounts are signed by the operator's signing key. Its identity key, {@code operator.seed}, is needed for nothing
 * but another signing key, and may be put away once the folder is made.
 */
public final class FleetKeys {
    /** Signs nodes and nothing else: what a controller needs to enrol them. */
    public static final String NODE_SIGNING_KEY = "agents-nodes.seed";

    private static final String OPERATOR = "operator.seed";
    private static final String REVOKED = "revoked";
    private static final String PARTITIONS = "partitions";

    private final KeyFiles files;
    private final Partitions partitions;
    private final Optional<Signer> operator;
    private final Signer operatorSigner;
    private final Signer system;
    private final Signer fleet;
    private final Signer agents;
    private final Signer nodeSigner;

    private FleetKeys(KeyFiles files, Partitions partitions) {
        this.files = files;
        this.partitions = partitions;
        this.operator = operator(files);
        this.operatorSigner = Signer.ofSeed(files.readOrCreate("operator-signing.seed", Signer::newOperatorSeed));
        this.system = account("sys.seed");
        this.fleet = account("fleet.seed");
        this.agents = account("agents.seed");
        this.nodeSigner = account(NODE_SIGNING_KEY);
    }

    /** Opens the folder's keys, first making what is missing; one command stream. */
    public static FleetKeys openOrCreate(Path folder) {
        return openOrCreate(folder, Partitions.ONE);
    }

    /** As {@link #openOrCreate(Path)}, for accounts that know this many command streams. */
    public static FleetKeys openOrCreate(Path folder, Partitions partitions) {
        KeyFiles files = new KeyFiles(folder);
        String count = Integer.toString(partitions.count());
        if (!files.readOrCreate(PARTITIONS, () -> count).equals(count)) {
            files.replace(PARTITIONS, count);
        }
        return new FleetKeys(files, partitions);
    }

    /** For how many command streams the keys in this folder were made; empty: there are none yet. */
    public static Optional<Partitions> partitionsOf(Path folder) {
        return new KeyFiles(folder).read(PARTITIONS).map(Integer::parseInt).map(Partitions::new);
    }

    /** Opens keys that are there, for as many command streams as they were made for. */
    public static FleetKeys open(Path folder) {
        KeyFiles files = new KeyFiles(folder);
        int count = files.read(PARTITIONS).map(Integer::parseInt).orElse(1);
        if (files.read("agents.seed").isEmpty()) {
            throw new IllegalArgumentException("folder \"" + folder + "\" has no keys of a fleet: use the one that"
                    + " 'steward init' or 'steward up' made");
        }
        return new FleetKeys(files, new Partitions(count));
    }

    /**
     * This node's credentials file, minted if missing. No broker needs to be told: the node's rights follow from its
     * name and the key that signed it.
     */
    public Path credentialsFor(NodeName node) {
        String file = credentialsFile(node);
        files.readOrCreate(
                file, () -> nodeSigner.credentials(node.value(), NodeSigner.claimWithin(agents.publicKey())));
        return files.path(file);
    }

    /** The public key in this node's credentials file, if the folder has one. */
    public Optional<String> publicKeyOf(NodeName node) {
        return files.read(credentialsFile(node))
                .map(text -> UserToken.inCredentials(text).publicKey());
    }

    /** The controller's credentials file, minted if missing: every right within FLEET, none elsewhere. */
    public Path controllerCredentials() {
        files.readOrCreate("controller.creds", () -> fleet.credentials("controller", new UserClaim(fleet.publicKey())));
        return files.path("controller.creds");
    }

    /** The credentials file of the system account's user, minted if missing: for account updates and server status. */
    public Path systemCredentials() {
        files.readOrCreate("sys.creds", () -> system.credentials("sys", new UserClaim(system.publicKey())));
        return files.path("sys.creds");
    }

    /** The file with the key that signs nodes: with {@link #agentsAccount} all that a controller needs to enrol. */
    public Path nodeSigningKey() {
        return files.path(NODE_SIGNING_KEY);
    }

    /** The operator's token: what a broker trusts. Holds no secret. */
    public String operatorJwt() {
        if (operator.isEmpty()) {
            return files.readOrCreate("operator.jwt", () -> {
                throw new IllegalStateException("operator.jwt is missing from " + files.path(""));
            });
        }
        Signer identity = operator.get();
        String claims = claims().operator(operatorSigner.publicKey());
        return token(identity, "operator.jwt", identity.publicKey(), "steward", claims);
    }

    /** The public key of the system account. */
    public String systemAccount() {
        return system.publicKey();
    }

    /** The public key of the nodes' account, as it stands in the subjects of connect and disconnect messages. */
    public String agentsAccount() {
        return agents.publicKey();
    }

    /** Account public key to account token: what a broker must resolve. Holds no secret. */
    public Map<String, String> accountJwts() {
        AccountClaims claims = claims();
        return Map.of(
                system.publicKey(), account("sys.jwt", system, "SYS", claims.system()),
                fleet.publicKey(), account("fleet.jwt", fleet, "FLEET", claims.fleet()),
                agents.publicKey(), agentsJwt());
    }

    /** The token of the nodes' account, with what is revoked in it. */
    public String agentsJwt() {
        return account("agents.jwt", agents, "AGENTS", claims().agents(nodeSigner.publicKey(), revoked()));
    }

    /**
     * Takes the rights from whoever has this key: kept in the folder, so in every account token from now on. A running
     * broker has to be told, see {@link AccountUpdate}. Doing it again is harmless.
     *
     * @param until tokens of the key that were issued up to then are worth nothing
     */
    public void revoke(String publicKey, Instant until) {
        if (!publicKey.matches("U[A-Z2-7]{55}")) {
            throw new IllegalArgumentException("\"" + publicKey + "\" is not allowed: use a user's public key, U…");
        }
        String file = REVOKED + "/" + publicKey;
        long before = files.read(file).map(Long::parseLong).orElse(Long.MIN_VALUE);
        if (before < until.getEpochSecond()) {
            files.replace(file, Long.toString(until.getEpochSecond()));
        }
    }

    @Override
    public String toString() {
        return "FleetKeys[operator " + operatorSigner + "]";
    }

    // Who has put the identity key away keeps its token, and must not be given another identity instead.
    private static Optional<Signer> operator(KeyFiles files) {
        return files.read("operator.jwt").isPresent()
                ? files.read(OPERATOR).map(Signer::ofSeed)
                : Optional.of(Signer.ofSeed(files.readOrCreate(OPERATOR, Signer::newOperatorSeed)));
    }

    private static String credentialsFile(NodeName node) {
        return "nodes/" + node + ".creds";
    }

    private SortedMap<String, Long> revoked() {
        SortedMap<String, Long> revoked = new TreeMap<>();
        for (String key : new TreeSet<>(files.names(REVOKED))) {
            files.read(REVOKED + "/" + key).ifPresent(second -> revoked.put(key, Long.parseLong(second)));
        }
        return revoked;
    }

    private Signer account(String file) {
        return Signer.ofSeed(files.readOrCreate(file, Signer::newAccountSeed));
    }

    private AccountClaims claims() {
        return new AccountClaims(partitions, system.publicKey(), fleet.publicKey(), agents.publicKey());
    }

    private String account(String file, Signer account, String name, String claims) {
        return token(operatorSigner, file, account.publicKey(), name, claims);
    }

    private String token(Signer issuer, String file, String subject, String name, String claims) {
        String known = files.readOrCreate(file, () -> issuer.sign(subject, name, claims));
        String body = JwtUtils.getClaimBody(known);
        if (body.contains(claims) && body.contains("\"iss\":\"" + issuer.publicKey() + '"')) {
            return known;
        }
        String renewed = issuer.sign(subject, name, claims);
        files.replace(file, renewed);
        return renewed;
    }
}
