package io.steward.controller;

import io.nats.client.Connection;
import io.steward.controller.intake.Checkup;
import io.steward.controller.intake.Readiness;
import io.steward.controller.log.BrokerView;
import io.steward.controller.log.StreamDeclaration;
import io.steward.controller.read.BadQuery;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the controller can see of the fleet's health: its own, the broker's and the nodes'. Any thread; changes nothing. */
final class Doctor implements Checkup {
    private static final String OLDEST_BROKER = "2.10.0";
    private static final long LEAST_PAYLOAD = 8 << 20;
    private static final long ROOM = 1L << 30;
    private static final long LEAST_ROOM = 100L << 20;
    private static final int ROWS = 20;
    private static final String PROOF = "select node from delivery_proof order by node";
    private static final String CLOCKS =
            "select node || ' ' || cast(round(ahead_seconds, 1) as varchar) || ' s' from node_clock"
                    + " where abs(ahead_seconds) > 5 order by abs(ahead_seconds) desc";
    private static final String AGENT_VERSIONS =
            "select coalesce(agent_version, 'never heard') || ' on ' || count(*) from node_state"
                    + " group by agent_version order by 1";

    private final Link link;
    private final Streams streams;
    private final List<StreamDeclaration> declarations;
    private final StateReader state;
    private final Readiness readiness;
    private final Path home;

    Doctor(
            Link link,
            Streams streams,
            List<StreamDeclaration> declarations,
            StateReader state,
            Readiness readiness,
            Path home) {
        this.link = link;
        this.streams = streams;
        this.declarations = declarations;
        this.state = state;
        this.readiness = readiness;
        this.home = home;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        readiness.conditions().stream().map(Doctor::condition).forEach(findings::add);
        findings.add(java());
        findings.add(room());
        Optional<Connection> connection = link.connection();
        connection.ifPresent(open -> findings.addAll(broker(new BrokerView(open))));
        findings.addAll(nodes());
        return findings;
    }

    static Finding condition(Readiness.Condition condition) {
        if (condition.met()) {
            return Finding.ok(condition.name(), condition.words());
        }
        String advice = switch (condition.name()) {
            case "broker" -> "start the broker, or correct nats.url and nats.credentials of the controller";
            case "streams" -> "the controller tries again by itself; its log says what the broker refused";
            case "state" -> "wait: steward sql \"SELECT * FROM projection_position\" shows how far it is";
            default -> "run 'steward repair', then 'steward repair --yes'";
        };
        return Finding.fail(condition.name(), condition.words(), advice);
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return version >= 17
                ? Finding.ok("java", "the controller runs on Java " + Runtime.version())
                : Finding.fail("java", "the controller runs on Java " + version, "use Java 17 or newer");
    }

    private Finding room() {
        try {
            return room(home, Files.getFileStore(home).getUsableSpace());
        } catch (IOException e) {
            return Finding.fail(
                    "disk", "the controller's folder can't be looked at: " + e.getMessage(), "check " + home);
        }
    }

    static Finding room(Path folder, long left) {
        String what = "the controller's folder " + folder + " has " + megabytes(left) + " left";
        if (left >= ROOM) {
            return Finding.ok("disk", what);
        }
        String advice = "make room: the state database can't grow beyond it";
        return left < LEAST_ROOM ? Finding.fail("disk", what, advice) : Finding.warn("disk", what, advice);
    }

    private List<Finding> broker(BrokerView broker) {
        List<Finding> findings = new ArrayList<>();
        try {
            BrokerView.Facts facts = broker.facts();
            findings.add(server(facts, broker.atLeast(OLDEST_BROKER)));
            findings.add(payload(facts));
            findings.add(limits(facts));
            findings.add(replicas(facts, copies()));
            findings.addAll(differences(broker.differences(declarations)));
            findings.add(mappings(broker.unmapped(streams)));
        } catch (IOException | RuntimeException e) {
            findings.add(Finding.fail("nats-server", "it can't be looked at: " + e.getMessage(), "look at its log"));
        }
        return findings;
    }

    static Finding server(BrokerView.Facts facts, boolean newEnough) {
        String version = "version " + facts.version();
        return newEnough
                ? Finding.ok("nats-server", version)
                : Finding.fail("nats-server", version, "use 2.10 or newer");
    }

    static Finding payload(BrokerView.Facts facts) {
        return facts.maxPayload() >= LEAST_PAYLOAD
                ? Finding.ok("max_payload", megabytes(facts.maxPayload()))
                : Finding.warn(
                        "max_payload",
                        megabytes(facts.maxPayload()) + ": larger commands are refused, longer output is cut",
                        "set max_payload: 8MB");
    }

    static Finding limits(BrokerView.Facts facts) {
        if (facts.storageLeft().isEmpty()) {
            return Finding.ok("jetstream", "no limit of storage is set for the account");
        }
        long left = facts.storageLeft().get();
        String what = megabytes(left) + " of the account's storage are left";
        return left >= ROOM
                ? Finding.ok("jetstream", what)
                : Finding.warn(
                        "jetstream",
                        what + "; when it is full no command is accepted",
                        "raise the account's storage limit, or shorten streams.commands.age and streams.events.age");
    }

    private int copies() {
        return declarations.stream().mapToInt(StreamDeclaration::replicas).min().orElse(1);
    }

    static Finding replicas(BrokerView.Facts facts, int replicas) {
        if (replicas >= 3) {
            return Finding.ok("replicas", replicas + " copies of every stream");
        }
        return Finding.warn(
                "replicas",
                (facts.cluster().isEmpty() ? "the broker is alone" : "the broker is in a cluster") + " and keeps "
                        + replicas + (replicas == 1 ? " copy" : " copies")
                        + " of each stream. How often it syncs can't be seen from here: with the"
                        + " default of two minutes a power cut loses commands that were accepted",
                "set jetstream.sync_interval: always, or use three servers and streams.replicas=3");
    }

    static List<Finding> differences(Map<String, List<String>> differences) {
        if (differences.isEmpty()) {
            return List.of(Finding.ok("stream settings", "as declared"));
        }
        return differences.entrySet().stream()
                .map(stream -> Finding.warn(
                        "stream settings",
                        stream.getKey() + ": " + String.join("; ", stream.getValue()),
                        "restart the controller to have it mended; what stays the broker does not take"))
                .toList();
    }

    static Finding mappings(Map<String, String> unmapped) {
        return unmapped.isEmpty()
                ? Finding.ok("subject mappings", "commands, ACKs, events and presence reach their streams")
                : Finding.fail(
                        "subject mappings",
                        unmapped.entrySet().stream()
                                .map(kind -> "*." + kind.getKey() + ".> does not reach its stream: " + kind.getValue())
                                .collect(Collectors.joining("; ")),
                        "add the mappings of ops/nats/README.md to the account FLEET");
    }

    private List<Finding> nodes() {
        try {
            return List.of(
                    versions(state.sql(AGENT_VERSIONS, ROWS)),
                    clocks(state.sql(CLOCKS, ROWS)),
                    proof(state.sql(PROOF, ROWS)));
        } catch (BadQuery | RuntimeException e) {
            return List.of(Finding.fail("nodes", "the state database does not answer: " + e.getMessage(), "try again"));
        }
    }

    static Finding versions(Table table) {
        String what = table.rows().isEmpty() ? "no nodes yet" : words(table);
        return table.rows().size() <= 1
                ? Finding.ok("agent versions", what)
                : Finding.warn("agent versions", what, "bring all agents to one version when it suits you");
    }

    static Finding clocks(Table table) {
        return table.rows().isEmpty()
                ? Finding.ok("clocks", "every node within 5 s of the broker")
                : Finding.warn(
                        "clocks",
                        "ahead of the broker (or behind it): " + words(table),
                        "synchronise these clocks: the times in ACKs are theirs, and so is expiry until the broker is heard");
    }

    static Finding proof(Table table) {
        return table.rows().isEmpty()
                ? Finding.ok("delivery proof", "no gap, no second effect, no contradiction")
                : Finding.warn(
                        "delivery proof",
                        "something to explain on " + words(table),
                        "steward sql \"SELECT * FROM delivery_finding\" lists it");
    }

    private static String words(Table table) {
        return table.rows().stream().map(row -> String.valueOf(row.get(0))).collect(Collectors.joining(", "));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", bytes >> 20);
    }
}
