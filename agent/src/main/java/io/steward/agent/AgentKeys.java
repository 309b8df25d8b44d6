package io.steward.agent;

import io.steward.model.config.Key;
import io.steward.model.subject.NodeName;
import io.steward.nats.tls.TlsKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that can be set on an agent. Constants only. */
public final class AgentKeys {
    /** What becomes of commands without a signature. */
    public enum Unsigned {
        REFUSE,
        ACCEPT;

        private static Unsigned of(String text) {
            return switch (text) {
                case "refuse" -> REFUSE;
                case "accept" -> ACCEPT;
                default -> throw new IllegalArgumentException(text);
            };
        }
    }

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration NONE = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);

    public static final Key<NodeName> NODE = new Key<>(
            "node",
            "",
            "1 to 63 characters of A-Z a-z 0-9 _ -, beginning with a letter or digit; a short host name",
            "the unique name of this machine",
            NodeName::of);
    public static final Key<String> NATS_URL =
            Key.text("nats.url", "nats://127.0.0.1:4222", "where the broker is; several with commas between them");
    public static final Key<Path> NATS_CREDENTIALS = path(
            "nats.credentials", "", "the file with this node's credentials, as the controller's enrolment wrote it");
    public static final Key<Optional<String>> ENROL_URL = Key.optionalText(
            "enrol.url",
            "http://host:port or https://host:port of a controller, or empty",
            "where credentials are asked for while nats.credentials is not there yet; the keys are made here. Over https"
                    + " nats.tls.ca judges the controller, too");
    public static final Key<Optional<String>> ENROL_TOKEN = Key.optionalText(
            "enrol.token.file",
            "a file, or empty",
            "holds the one-time token of 'steward enrol'; without it somebody has to approve the fingerprint");
    public static final Key<Integer> PARTITIONS =
            Key.number("partitions", 1, 1, 1024, "", "how many command streams the fleet has; the same for all");
    public static final Key<Path> DATA_DIR =
            path("data.dir", "/var/lib/steward/agent", "what the agent remembers; one folder for each agent");
    public static final Key<String> LABELS =
            Key.text("labels.*", "", "labels of this node, by which operators choose it; labels.site=hamburg");
    public static final Key<String> PROCESSES = Key.text(
            "process.*",
            "",
            "processes that run from the start: process.<method>.<domain> = settings as a JSON object, or empty");
    public static final Key<Optional<String>> METHODS_DIR = Key.optionalText(
            "methods.dir",
            "a folder, or empty: methods.d in data.dir",
            "executables in it are methods by their file name");

    public static final Key<Optional<String>> POLICY_FILE = Key.optionalText(
            "policy.file",
            "a file, or empty",
            "whose commands this node does; a higher version that came by command stays in force");
    public static final Key<Unsigned> COMMANDS_UNSIGNED = new Key<>(
            "commands.unsigned",
            "refuse",
            "refuse, accept",
            "what becomes of commands without a signature; accept: whoever reaches the broker commands this node",
            Unsigned::of);
    public static final Key<Duration> EXPIRY_TOLERANCE = Key.duration(
            "expiry.tolerance",
            "PT5M",
            NONE,
            "how far this machine's clock may be ahead of the broker's before commands expire by it");

    public static final Key<Duration> INBOX_ACK_WAIT = Key.duration(
            "inbox.ack-wait",
            "PT5S",
            INSTANT,
            "after which the broker delivers again what was lost on the way; as the node's consumer has it");
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);
    public static final Key<Duration> ACKS_HOLD = Key.duration(
            "acks.hold",
            "PT0S",
            NONE,
            LONGEST_HOLD,
            "how long DELIVERED and STARTED may wait for the end of a quick command, which is then told alone; PT0S: they"
                    + " wait only while an earlier ACK is not confirmed");
    public static final Key<Duration> START_PATIENCE = Key.duration(
            "start.patience", "PT10S", NONE, "how long old work waits at start for what the broker still has");
    public static final Key<Duration> START_LISTEN = Key.duration(
            "start.listen",
            "PT0.5S",
            NONE,
            "how long the first request for commands waits for another agent of this name to speak up");
    public static final Key<Integer> PROCESSES_MOST =
            Key.number("processes.most", 64, 1, 10_000, "threads", "how many processes work at the same time at most");
    public static final Key<Duration> PROCESSES_IDLE =
            Key.duration("processes.idle", "PT30S", INSTANT, "after which a thread without work ends");
    public static final Key<Duration> COMMAND_TIMEOUT =
            Key.duration("command.timeout", "PT1H", INSTANT, "the timeout of commands that name none");
    public static final Key<Integer> CRASH_ATTEMPTS = Key.number(
            "crash.attempts", 3, 1, 1000, "attempts", "how often work with onCrash=repeat is started at most");

    public static final Key<Duration> JOURNAL_KEEP = Key.duration(
            "journal.keep",
            "P30D",
            NONE,
            "how long an ended command is recognised when it comes again, and its ACK kept to be told again");
    public static final Key<Long> JOURNAL_ACK_BYTES = Key.bytes(
            "journal.ack-bytes", 256L << 20, 0, "of ACKs that are kept to be told again at most; the oldest go first");
    public static final Key<Integer> JOURNAL_ENDED = Key.number(
            "journal.ended", 100_000, 0, 100_000_000, "commands", "how many ended commands are recognised at most");
    public static final Key<Integer> JOURNAL_OPEN = Key.number(
            "journal.open", 100_000, 1, 100_000_000, "commands", "how many commands that have not ended are taken");
    public static final Key<Long> JOURNAL_RESERVE = Key.bytes(
            "journal.reserve", 32L << 20, 0, "of the disk, never taken by new commands and events, so that ends fit");
    public static final Key<Integer> OUTBOX_EVENTS = Key.number(
            "outbox.events", 10_000, 1, 100_000_000, "events", "how many events wait for the broker at most");
    public static final Key<Long> OUTBOX_EVENT_BYTES =
            Key.bytes("outbox.event-bytes", 64L << 20, 1, "how much of them at most");

    public static final Key<Duration> HEARTBEAT_INTERVAL =
            Key.duration("heartbeat.interval", "PT15S", SECOND, "how often the agent says that it is there");
    public static final Key<Duration> FACTS_INTERVAL =
            Key.duration("facts.interval", "PT5M", SECOND, "how often the machine is looked at for changed facts");
    public static final Key<Integer> METRICS_PORT =
            Key.number("metrics.port", 0, 0, 65_535, "", "port of /metrics; 0: none");
    public static final Key<String> METRICS_HOST =
            Key.text("metrics.host", "127.0.0.1", "the address on which /metrics is served; 0.0.0.0: all of them");
    public static final Key<Optional<String>> METRICS_TOKEN = Key.optionalText(
            "metrics.token.file",
            "a file, or empty",
            "holds the bearer token that /metrics asks for; needed with a port");

    public static final Key<Optional<String>> METRICS_CERTIFICATE = Key.optionalText(
            "metrics.tls.certificate",
            "a PEM file, or empty: no TLS",
            "the certificate of /metrics; read again when it changes");
    public static final Key<Optional<String>> METRICS_KEY = Key.optionalText(
            "metrics.tls.key", "a PEM file, or empty; needed with metrics.tls.certificate", "its private key");

    /** All of them, in the order of the reference. */
    public static final List<Key<?>> ALL = List.of(
            NODE,
            NATS_URL,
            NATS_CREDENTIALS,
            TlsKeys.CA,
            TlsKeys.CERTIFICATE,
            TlsKeys.KEY,
            TlsKeys.FIRST,
            ENROL_URL,
            ENROL_TOKEN,
            PARTITIONS,
            DATA_DIR,
            LABELS,
            PROCESSES,
            METHODS_DIR,
            POLICY_FILE,
            COMMANDS_UNSIGNED,
            EXPIRY_TOLERANCE,
            INBOX_ACK_WAIT,
            ACKS_HOLD,
            START_PATIENCE,
            START_LISTEN,
            PROCESSES_MOST,
            PROCESSES_IDLE,
            COMMAND_TIMEOUT,
            CRASH_ATTEMPTS,
            JOURNAL_KEEP,
            JOURNAL_ACK_BYTES,
            JOURNAL_ENDED,
            JOURNAL_OPEN,
            JOURNAL_RESERVE,
            OUTBOX_EVENTS,
            OUTBOX_EVENT_BYTES,
            HEARTBEAT_INTERVAL,
            FACTS_INTERVAL,
            METRICS_PORT,
            METRICS_HOST,
            METRICS_TOKEN,
            METRICS_CERTIFICATE,
            METRICS_KEY);

    private AgentKeys() {}

    private static Key<Path> path(String name, String fallback, String purpose) {
        return new Key<>(name, fallback, "a path", purpose, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException(text);
            }
            return Path.of(text);
        });
    }
}
