package io.steward.ops.up;

import io.steward.model.command.Signed;
import io.steward.model.trust.Glob;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.trust.TrustedKey;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import io.steward.nats.keys.OperatorKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may command a site that is laid out anew: the keys of its operator and its controller, and the first policy.
 * What is there already stays as it is.
 */
final class SitePolicy {
    /** How much the controller may do with its own key. */
    enum Controller {
        /** Everything, also for others: for a fleet on one machine, where operator and controller are the same. */
        VOUCHES,
        /** Ask nodes to tell again, and renew their credentials: what it takes over, no operator's command is among it. */
        SERVES
    }

    private static final String CONTROLLER = "controller";
    private static final String INBOX = "inbox";

    private final Path folder;
    private final String user;

    private SitePolicy(Path folder, String user) {
        this.folder = folder;
        this.user = user;
    }

    static SitePolicy openOrCreate(Path keys, String user, Controller role) throws IOException {
        SitePolicy site = new SitePolicy(keys, user);
        OperatorKeyFile operator = OperatorKeyFile.openOrCreate(site.operators(), user);
        OperatorKeyFile controller = OperatorKeyFile.openOrCreate(site.operators(), CONTROLLER);
        if (!Files.exists(site.file())) {
            Policy policy = Policy.of(
                    1,
                    Optional.empty(),
                    List.of(operator.trusted(false), controller.trusted(role == Controller.VOUCHES)),
                    role == Controller.VOUCHES
                            ? List.of(allow(List.of(user, CONTROLLER, INBOX), List.of(), List.of()))
                            : List.of(
                                    allow(List.of(user), List.of(), List.of()),
                                    allow(List.of(CONTROLLER), List.of("resend", "credentials"), List.of("agent"))));
            DataFolder.writePrivate(site.file(), pretty(policy));
        } else if (role == Controller.SERVES) {
            site.refuseVouching();
        }
        return site;
    }

    // Such a file comes of 'up': in a real site it would make the controller everybody's master.
    private void refuseVouching() throws IOException {
        try {
            TrustedKey key =
                    PolicyCodec.decode(Files.readAllBytes(file())).keys().get(CONTROLLER);
            if (key != null && key.vouches()) {
                throw new IOException(file() + " lets the controller sign for everybody, as 'steward up' makes it: use"
                        + " another folder, or remove the file");
            }
        } catch (Unreadable e) {
            throw new IOException(file() + " can't be read: " + e.getMessage(), e);
        }
    }

    /** A name that a key can have and that nobody else here has. */
    static String nameOf(String user) {
        boolean taken = user.equals(CONTROLLER) || user.equals(INBOX);
        return Signed.NAME.matcher(user).matches() && !taken ? user : "admin";
    }

    /** The policy, for controller and agents alike. */
    Path file() {
        return folder.resolve("policy.json");
    }

    Path operatorKey() {
        return operators().resolve(user + ".key");
    }

    Path controllerKey() {
        return operators().resolve(CONTROLLER + ".key");
    }

    private Path operators() {
        return folder.resolve("operators");
    }

    private static Rule allow(List<String> operators, List<String> methods, List<String> domains) {
        return new Rule(
                Rule.Effect.ALLOW,
                globs(operators),
                globs(methods),
                globs(domains),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::new).toList();
    }

    private static String pretty(Policy policy) {
        JsonMapper json = new JsonMapper();
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(PolicyCodec.encode(policy)))
                + "\n";
    }
}
