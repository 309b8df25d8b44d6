package io.steward.nats.keys;

import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import java.nio.file.Path;
import java.util.Map;

/**
 * The identities of one fleet, kept as files in one folder: operator, the accounts SYS, FLEET and AGENTS, and a
 * credentials file per user that any NATS client can use.
 *
 * <p>Immutable once opened; any thread and several processes may mint at once. Opening the same folder again gives the
 * same keys; account tokens are signed anew only when what they must say has changed. Folders are 0700 and files 0600.
 * A seed is never printed, logged or put on a command line. Whoever can read the folder owns the fleet.
 */
public final class FleetKeys {
    private final KeyFiles files;
    private final Partitions partitions;
    private final Signer operator;
    private final Signer system;
    private final Signer fleet;
    private final Signer agents;
    private final Signer nodeSigner;

    private FleetKeys(KeyFiles files, Partitions partitions) {
        this.files = files;
        this.partitions = partitions;
        this.operator = Signer.ofSeed(files.readOrCreate("operator.seed", Signer::newOperatorSeed));
        this.system = account("sys.seed");
        this.fleet = account("fleet.seed");
        this.agents = account("agents.seed");
        this.nodeSigner = account("agents-nodes.seed");
    }

    /** Opens the folder's keys, first making what is missing; one command stream. */
    public static FleetKeys openOrCreate(Path folder) {
        return openOrCreate(folder, Partitions.ONE);
    }

    /** As {@link #openOrCreate(Path)}, for accounts that know this many command streams. */
    public static FleetKeys openOrCreate(Path folder, Partitions partitions) {
        return new FleetKeys(new KeyFiles(folder), partitions);
    }

    /**
     * This node's credentials file, minted if missing. No broker needs to be told: the node's rights follow from its
     * name and the key that signed it.
     */
    public Path credentialsFor(NodeName node) {
        String file = "nodes/" + node + ".creds";
        files.readOrCreate(
                file,
                () -> nodeSigner.credentials(
                        node.value(),
                        new UserClaim(agents.publicKey()).subs(0).data(0).payload(0)));
        return files.path(file);
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

    /** The operator's token: what a broker trusts. Holds no secret. */
    public String operatorJwt() {
        return token("operator.jwt", operator.publicKey(), "steward", claims().operator());
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
                system.publicKey(), token("sys.jwt", system.publicKey(), "SYS", claims.system()),
                fleet.publicKey(), token("fleet.jwt", fleet.publicKey(), "FLEET", claims.fleet()),
                agents.publicKey(),
                        token("agents.jwt", agents.publicKey(), "AGENTS", claims.agents(nodeSigner.publicKey())));
    }

    @Override
    public String toString() {
        return "FleetKeys[operator " + operator + "]";
    }

    private Signer account(String file) {
        return Signer.ofSeed(files.readOrCreate(file, Signer::newAccountSeed));
    }

    private AccountClaims claims() {
        return new AccountClaims(partitions, system.publicKey(), fleet.publicKey(), agents.publicKey());
    }

    private String token(String file, String subject, String name, String claims) {
        String known = files.readOrCreate(file, () -> operator.sign(subject, name, claims));
        if (JwtUtils.getClaimBody(known).contains(claims)) {
            return known;
        }
        String renewed = operator.sign(subject, name, claims);
        files.replace(file, renewed);
        return renewed;
    }
}
