package io.steward.controller;

import io.steward.controller.enrol.EnrolSettings;
import io.steward.controller.intake.HttpKeys;
import io.steward.controller.issue.Repair;
import io.steward.controller.log.LogSettings;
import io.steward.controller.projection.FoldSettings;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.door.DoorSettings;
import io.steward.model.config.Key;
import io.steward.model.subject.NodeName;
import io.steward.nats.tls.TlsKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every setting of the controller. Constants only. */
public final class ControllerKeys {
    public static final Key<NodeName> NODE = new Key<>(
            "node",
            "controller",
            "1 to 63 characters of A-Z a-z 0-9 _ -, beginning with a letter or digit",
            "the name under which the controller reports events of its own",
            NodeName::of);
    public static final Key<List<String>> NATS_URL = Key.list(
            "nats.url",
            "nats://127.0.0.1:4222",
            "one or more of nats://host:port or tls://host:port, parted by commas",
            "where the broker is");
    public static final Key<Path> NATS_CREDENTIALS =
            path("nats.credentials", "", "the file with the controller's credentials");
    public static final Key<Integer> PARTITIONS =
            Key.number("partitions", 1, 1, 1024, "", "how many command streams the fleet has; the same for all");
    public static final Key<Path> DATA_DIR = path(
            "data.dir",
            "/var/lib/steward/controller",
            "the state database, which may be deleted while the controller is down, and the inbox");
    public static final Key<String> HTTP_HOST =
            Key.text("http.host", "127.0.0.1", "the address on which HTTP is served; 0.0.0.0: all of them");
    public static final Key<Integer> HTTP_PORT =
            Key.number("http.port", 8080, 0, 65_535, "", "the port of HTTP; 0: a free one");
    public static final Key<Optional<String>> HTTP_TOKENS_FILE = Key.optionalText(
            "http.tokens.file",
            "a file with lines of <name> viewer|operator|admin <SHA-256 of the token in hex> [<when it ends>]",
            "who may use HTTP; read again when it changes; without it nobody has a token");
    public static final Key<Integer> HTTP_BODY =
            Key.number("http.body", 1 << 20, 1024, 16 << 20, "bytes", "the longest body that is read");
    public static final Key<Duration> HTTP_HEARTBEAT = Key.duration(
            "http.heartbeat",
            "PT15S",
            Duration.ofSeconds(1),
            "after which a live stream without news shows a sign of life");
    public static final Key<Optional<String>> INBOX_DIR =
            Key.optionalText("inbox.dir", "a folder; empty: inbox in data.dir", "whose files are sent like API calls");
    public static final Key<String> INBOX_OPERATOR =
            Key.text("inbox.operator", "inbox", "who stands in issuedBy of what was dropped into the inbox");
    public static final Key<Duration> ISSUE_PATIENCE = Key.duration(
            "issue.patience",
            "PT12S",
            Duration.ofSeconds(1),
            "how long a request waits for the log before it is refused");
    public static final Key<Optional<String>> POLICY_FILE = Key.optionalText(
            "policy.file",
            "a file with a policy in JSON",
            "who may command what where; every target of a request is judged by it; read anew when it changes");
    public static final Key<Optional<String>> COMMANDS_KEY_FILE = Key.optionalText(
            "commands.key.file",
            "a file with an Ed25519 key in PEM; its name without the ending is the key's name",
            "signs what comes unsigned over HTTP or the inbox, and commands of the controller's own");
    public static final Key<Optional<String>> ENDPOINTS_FILE =
            Key.optionalText("endpoints.file", "a file", "where the real addresses are written once they are open");

    public static final List<Key<?>> ALL = all();

    private ControllerKeys() {}

    private static List<Key<?>> all() {
        List<Key<?>> all = new ArrayList<>(List.of(
                NODE,
                NATS_URL,
                NATS_CREDENTIALS,
                PARTITIONS,
                DATA_DIR,
                HTTP_HOST,
                HTTP_PORT,
                HTTP_TOKENS_FILE,
                HTTP_BODY,
                HTTP_HEARTBEAT,
                INBOX_DIR,
                INBOX_OPERATOR,
                ISSUE_PATIENCE,
                POLICY_FILE,
                COMMANDS_KEY_FILE,
                ENDPOINTS_FILE));
        all.addAll(1 + all.indexOf(NATS_CREDENTIALS), TlsKeys.KEYS);
        all.addAll(1 + all.indexOf(HTTP_HEARTBEAT), HttpKeys.ALL);
        all.addAll(LogSettings.KEYS);
        all.addAll(FoldSettings.KEYS);
        all.addAll(ReadSettings.KEYS);
        all.addAll(DoorSettings.KEYS);
        all.addAll(EnrolSettings.KEYS);
        all.add(Repair.REMEMBERED);
        return List.copyOf(all);
    }

    private static Key<Path> path(String name, String fallback, String purpose) {
        return new Key<>(name, fallback, "the path of a file or folder", purpose, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException(text);
            }
            return Path.of(text);
        });
    }
}
