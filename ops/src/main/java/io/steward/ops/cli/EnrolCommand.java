package io.steward.ops.cli;

import io.steward.model.subject.NodeName;
import io.steward.nats.keys.FleetKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward enrol NODE}: makes a machine part of the fleet. */
@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a one-time token with which a machine becomes the node of that name. It is printed once; the machine"
                    + " finds it in the file that its key enrol.token.file names, makes its keys itself, and asks the"
                    + " controller at enrol.url.",
            "Without a token a machine waits: --pending shows it, --approve lets it in once its fingerprint is the one"
                    + " that its agent logs.",
            "A node whose credentials file was made where the fleet's keys are is enrolled with --keys or --with-file."
        },
        footer = {
            "",
            "Examples:",
            "  steward enrol ship2 --expires PT1H > ship2.token",
            "  steward enrol ship2 --replace --keys site/keys     a reinstalled machine; the old key is revoked",
            "  steward enrol --pending",
            "  steward enrol --approve ship2 --fingerprint SHA256:Xq4zWJ0mVn3i8Jt2m8s4Zr0yq2kO3u7b1p9c5d6e7f8",
            "  steward enrol ship4 --keys site/keys               its credentials file is made here",
            "  steward enrol ship4 --with-file                    it has one already"
        })
final class EnrolCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    KeysFolder keys;

    @Parameters(paramLabel = "NODE", arity = "0..1", description = "Its name: 1 to 63 characters of A-Z a-z 0-9 _ -.")
    @Nullable
    String node;

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            description = "How long the token holds, at most P90D. Default: ${DEFAULT-VALUE}.")
    String expires = "PT24H";

    @Option(names = "--replace", description = "The token may take the place of the machine that has the name now.")
    boolean replace;

    @Option(names = "--pending", description = "Shows who waits, and who asked for a name that is another one's.")
    boolean pending;

    @Option(names = "--approve", paramLabel = "NODE", description = "Lets a waiting machine in; needs --fingerprint.")
    @Nullable
    String approve;

    @Option(names = "--fingerprint", paramLabel = "SHA256:...", description = "As the machine's agent logs it.")
    @Nullable
    String fingerprint;

    @Option(names = "--with-file", description = "Enrols a node that has a credentials file already; makes nothing.")
    boolean withFile;

    @Override
    public Integer call() throws InterruptedException {
        if (pending) {
            pending();
        } else if (approve != null) {
            approve(approve);
        } else if (node == null) {
            throw Trouble.wrongUse("NODE is missing: use a node's name, --pending, or --approve NODE");
        } else if (withFile || (keys.keys != null && !replace)) {
            file(node);
        } else {
            token(node);
        }
        return 0;
    }

    private void token(String name) throws InterruptedException {
        Optional<Path> folder = keys.find(target);
        Optional<String> old = replace ? presentKey(name) : Optional.empty();
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("expires", holds());
        wish.put("replace", replace);
        Map<String, @Nullable Object> answer =
                Rows.object(target.api().post("/api/v1/nodes/" + Api.encoded(name) + "/token", wish, Map.of()));
        if (old.isPresent() && folder.isPresent()) {
            keys.revoke(keys.open(folder.get()), folder.get(), target, List.of(old.get()));
        } else if (old.isPresent()) {
            System.err.println(
                    "the broker lets the old machine in until its credentials expire; with --keys DIR its key"
                            + " is revoked");
        }
        if (format.table()) {
            System.out.println(Rows.text(answer, "token"));
        } else {
            format.value(System.out, answer);
        }
    }

    private Optional<String> presentKey(String name) {
        NodeName.of(name);
        Map<String, Object> query = Map.of(
                "query", "select public_key from node_identity where public_key is not null and node = '" + name + "'");
        Map<String, @Nullable Object> answer = Rows.object(target.api().post("/api/v1/sql", query, Map.of()));
        return answer.get("rows") instanceof List<?> rows && !rows.isEmpty() && rows.get(0) instanceof List<?> row
                ? Optional.of(String.valueOf(row.get(0)))
                : Optional.empty();
    }

    private String holds() {
        try {
            return Duration.parse(expires).toString();
        } catch (DateTimeParseException e) {
            throw Trouble.wrongUse("--expires \"" + expires + "\" is not allowed: use an ISO 8601 duration like PT24H");
        }
    }

    private void pending() {
        Map<String, @Nullable Object> answer = Rows.object(target.api().get("/api/v1/enrolments"));
        if (!format.table()) {
            format.value(System.out, answer);
            return;
        }
        List<Map<String, @Nullable Object>> waiting = Rows.list(answer, "waiting");
        System.out.println(waiting.isEmpty() ? "nobody waits" : "waiting to be approved:");
        waiting.forEach(row -> line(row, "from", "since"));
        List<Map<String, @Nullable Object>> claims = Rows.list(answer, "claims");
        if (!claims.isEmpty()) {
            System.out.println("refused, since the name is another machine's:");
            claims.forEach(row -> line(row, "claimed_from", "at"));
        }
    }

    private static void line(Map<String, @Nullable Object> row, String from, String when) {
        System.out.println("  " + Rows.text(row, "node") + "  " + Rows.text(row, "fingerprint") + "  from "
                + Rows.text(row, from) + "  " + when + " " + Rows.text(row, when));
    }

    private void approve(String name) {
        if (fingerprint == null) {
            throw Trouble.wrongUse("--fingerprint is missing: use the one that the agent of " + name + " logs");
        }
        Map<String, @Nullable Object> answer = Rows.object(target.api()
                .post("/api/v1/nodes/" + Api.encoded(name) + "/approve", Map.of("fingerprint", fingerprint), Map.of()));
        if (format.table()) {
            System.out.println(
                    Boolean.TRUE.equals(answer.get("waiting"))
                            ? name + " is let in when it asks next"
                            : "approved, but nobody with that name and fingerprint waits here; holds for a day");
        } else {
            format.value(System.out, answer);
        }
    }

    private void file(String name) {
        Map<String, @Nullable Object> answer = Rows.object(target.api().put("/api/v1/nodes/" + Api.encoded(name)));
        if (!format.table()) {
            format.value(System.out, answer);
            return;
        }
        System.out.println(name + " is enrolled");
        if (!withFile) {
            FleetKeys fleet = keys.open(keys.find(target).orElseThrow());
            System.out.println("credentials: " + fleet.credentialsFor(NodeName.of(name)));
        }
    }
}
