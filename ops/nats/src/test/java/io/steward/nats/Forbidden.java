package io.steward.nats;

import io.steward.model.subject.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is tried on a real broker with real credentials and must be refused: data, from which the document is made too. */
final class Forbidden {
    /** What of the broker refuses. */
    enum Guard {
        PUBLISH("the publish permissions in the template of the nodes' signing key"),
        SUBSCRIBE("the subscribe permissions in the template of the nodes' signing key"),
        AUTHENTICATION("authentication: no connection"),
        ACCOUNT("the border of the account: nobody beyond it hears or is heard"),
        IMPORT("the import across accounts: an answer never leaves the node's account"),
        STREAM("the stream's settings");

        private final String words;

        Guard(String words) {
            this.words = words;
        }
    }

    /**
     * One attempt.
     *
     * @param doing in words
     * @param what the subject or header that is used
     * @param whom with whose credentials
     */
    record Attempt(String doing, String what, String whom, Guard guard) {}

    static final String SHIP2 = "ship2";
    static final String CONTROLLER = "controller";
    static final String NOBODY = "nobody: no credentials";
    static final String STRANGER = "ship2, signed by another fleet";
    static final String FORGER = "ship2, signed by its own key";
    static final String EXPIRED = "ship2, expired";
    static final String REVOKED = "ship9, revoked";
    static final String THIEF = "ship2's token with another key";

    private Forbidden() {}

    static List<Attempt> all(Partitions partitions) {
        List<Attempt> all = new ArrayList<>();
        publishing(partitions).forEach(row -> all.add(new Attempt(row[0], row[1], SHIP2, Guard.PUBLISH)));
        for (String[] row : LISTENING) {
            all.add(new Attempt(row[0], row[1], SHIP2, Guard.SUBSCRIBE));
        }
        for (String[] row : ANSWERS) {
            all.add(new Attempt(row[0], row[1], SHIP2, Guard.IMPORT));
        }
        all.add(new Attempt("wipe the events with one message", "Nats-Rollup: all", SHIP2, Guard.STREAM));
        for (String whom : List.of(REVOKED, EXPIRED, STRANGER, FORGER, THIEF, NOBODY)) {
            all.add(new Attempt("connect", "", whom, Guard.AUTHENTICATION));
        }
        for (String[] row : SYSTEM) {
            all.add(new Attempt(row[0], row[1], CONTROLLER, Guard.ACCOUNT));
        }
        return List.copyOf(all);
    }

    static List<Attempt> of(Partitions partitions, Guard guard) {
        return all(partitions).stream().filter(a -> a.guard() == guard).toList();
    }

    /** The document. */
    static String markdown() {
        List<Attempt> all = all(Partitions.ONE);
        return """
                # What the broker refuses

                `NodeRightsContract` tries each line on a real nats-server, the oldest and the newest that Steward supports, \
                with real credentials, and fails if one of them gets through. This page is made from what is tried, and a \
                test fails where they differ. %d attempts:

                | operation | by | as whom | refused by |
                |---|---|---|---|
                """.formatted(all.size())
                + all.stream()
                        .map(a -> "| %s | %s | %s | %s |\n"
                                .formatted(
                                        a.doing(),
                                        a.what().isEmpty() ? "" : "`" + a.what() + "`",
                                        a.whom(),
                                        a.guard().words))
                        .collect(Collectors.joining())
                + """

                In a fleet with several command streams a node may ask any of them for its own commands; there is a consumer \
                of its name in one of them only.
                """;
    }

    private static List<String[]> publishing(Partitions partitions) {
        List<String[]> rows = new ArrayList<>(List.of(SPEAKING));
        for (String[] control : CONTROLS) {
            rows.add(new String[] {control[0], control[1].formatted(partitions.streamOf(NodeName.of("ship1")))});
        }
        // Where the command stream is split, a node may ask any stream; only imports bring a question to FLEET.
        if (partitions.count() == 1) {
            rows.add(new String[] {"pull from the events", "$JS.API.CONSUMER.MSG.NEXT.EVENTS.ship2"});
            rows.add(new String[] {"acknowledge events", "$JS.ACK.EVENTS.ship2.1.1.1.1.1"});
        }
        return rows;
    }

    private static final String[][] LISTENING = {
        {"hear everything", ">"},
        {"hear all commands", "*.command.>"},
        {"hear its own commands past its consumer", "ship2.command.>"},
        {"hear ship1's commands", "ship1.command.>"},
        {"hear ship1's events", "ship1.event.>"},
        {"hear all ACKs", "*.ack.>"},
        {"hear the controller's events", "controller.event.>"},
        {"hear requests for renewal", "*.event.renewal.agent"},
        {"hear the usual inboxes", "_INBOX.>"},
        {"hear all nodes' inboxes", "_I.>"},
        {"hear ship1's inbox", "_I.ship1.>"},
        {"hear what is stored", "_steward.>"},
        {"hear JetStream's requests", "$JS.>"},
        {"hear JetStream's advisories", "$JS.EVENT.ADVISORY.>"},
        {"hear ship1's deliveries ended", "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>"},
        {"hear the system account", "$SYS.>"},
        {"hear who disconnects", "$SYS.ACCOUNT.*.DISCONNECT"},
        {"hear changes of accounts", "$SYS.REQ.CLAIMS.UPDATE"}
    };

    private static final String[][] SPEAKING = {
        {"acknowledge as ship1", "ship1.ack.shellcommand.operatingsystem"},
        {"report an event as ship1", "ship1.event.hello.agent"},
        {"have ship1's credentials renewed", "ship1.event.renewal.agent"},
        {"show signs of life as ship1", "ship1.presence.heartbeat.agent"},
        {"command ship1", "ship1.command.shellcommand.operatingsystem"},
        {"command itself", "ship2.command.shellcommand.operatingsystem"},
        {"give itself credentials", "ship2.command.credentials.agent"},
        {"give itself a policy", "ship2.command.policy.agent"},
        {"say that it is enrolled", "ship2.event.enrolled.controller"},
        {"say in the controller's place that it is there", "ship2.event.connection.controller"},
        {"say in the broker's place that it is there", "ship2.presence.connection.broker"},
        {"report as the controller", "controller.event.hello.agent"},
        {"forge an entry of the audit", "controller.event.audit.command"},
        {"forge its own enrolment", "controller.event.enrolment.ship2"},
        {"forge ship1's revocation", "controller.event.enrolment.ship1"},
        {"store a command past the mapping", "_steward.ship2.command.shellcommand.operatingsystem"},
        {"store ship1's ACK past the mapping", "_steward.ship1.ack.shellcommand.operatingsystem"},
        {"store a command in a split stream", "_steward.0.command.ship1.shellcommand.operatingsystem"},
        {"store an entry of the audit past the mapping", "_steward.controller.event.audit.command"},
        {"speak on its bare name", "ship2"},
        {"answer in ship1's place", "_I.ship1.x"},
        {"answer in the controller's place", "_INBOX.x"},
        {"ask the server for its state", "$SYS.REQ.SERVER.PING"},
        {"ask for the fleet's connections", "$SYS.REQ.ACCOUNT.PING.CONNZ"},
        {"ask who it is", "$SYS.REQ.USER.INFO"},
        {"change an account", "$SYS.REQ.CLAIMS.UPDATE"},
        {"delete an account", "$SYS.REQ.CLAIMS.DELETE"},
        {"delete the audit", "$JS.API.STREAM.DELETE.AUDIT"},
        {"purge the audit", "$JS.API.STREAM.PURGE.AUDIT"},
        {"delete an entry of the audit", "$JS.API.STREAM.MSG.DELETE.AUDIT"},
        {"read an entry of the audit", "$JS.API.STREAM.MSG.GET.AUDIT"},
        {"read the audit directly", "$JS.API.DIRECT.GET.AUDIT"},
        {"follow the audit", "$JS.API.CONSUMER.CREATE.AUDIT.spy"}
    };

    private static final String[][] CONTROLS = {
        {"pull ship1's commands", "$JS.API.CONSUMER.MSG.NEXT.%s.ship1"},
        {"acknowledge ship1's deliveries", "$JS.ACK.%s.ship1.1.1.1.1.1"},
        {"ask for JetStream's state", "$JS.API.INFO"},
        {"list streams", "$JS.API.STREAM.NAMES"},
        {"list streams with their state", "$JS.API.STREAM.LIST"},
        {"look at the log", "$JS.API.STREAM.INFO.%s"},
        {"create a stream", "$JS.API.STREAM.CREATE.MINE"},
        {"change the log", "$JS.API.STREAM.UPDATE.%s"},
        {"delete the log", "$JS.API.STREAM.DELETE.%s"},
        {"purge the log", "$JS.API.STREAM.PURGE.%s"},
        {"purge the events", "$JS.API.STREAM.PURGE.EVENTS"},
        {"read a stored message", "$JS.API.STREAM.MSG.GET.%s"},
        {"delete a stored message", "$JS.API.STREAM.MSG.DELETE.%s"},
        {"take a snapshot of the log", "$JS.API.STREAM.SNAPSHOT.%s"},
        {"put back another log", "$JS.API.STREAM.RESTORE.%s"},
        {"remove a replica", "$JS.API.STREAM.PEER.REMOVE.%s"},
        {"make the log's leader step down", "$JS.API.STREAM.LEADER.STEPDOWN.%s"},
        {"read directly", "$JS.API.DIRECT.GET.%s"},
        {"read ship1's newest command directly", "$JS.API.DIRECT.GET.%s.ship1.command.shellcommand.operatingsystem"},
        {"create a consumer", "$JS.API.CONSUMER.CREATE.%s"},
        {"change its own consumer", "$JS.API.CONSUMER.CREATE.%s.ship2"},
        {"read ship1's commands by a consumer of its own", "$JS.API.CONSUMER.CREATE.%s.spy.ship1.command.x"},
        {"create a durable", "$JS.API.CONSUMER.DURABLE.CREATE.%s.ship2"},
        {"delete ship1's consumer", "$JS.API.CONSUMER.DELETE.%s.ship1"},
        {"delete its own consumer", "$JS.API.CONSUMER.DELETE.%s.ship2"},
        {"list consumers", "$JS.API.CONSUMER.NAMES.%s"},
        {"list consumers with their state", "$JS.API.CONSUMER.LIST.%s"},
        {"look at ship1's consumer", "$JS.API.CONSUMER.INFO.%s.ship1"},
        {"look at its own consumer", "$JS.API.CONSUMER.INFO.%s.ship2"},
        {"pause ship1's consumer", "$JS.API.CONSUMER.PAUSE.%s.ship1"},
        {"unpin ship1's consumer", "$JS.API.CONSUMER.UNPIN.%s.ship1"},
        {"make ship1's consumer step down", "$JS.API.CONSUMER.LEADER.STEPDOWN.%s.ship1"},
        {"purge an account", "$JS.API.ACCOUNT.PURGE.x"},
        {"control ship1's flow", "$JS.FC.%s.ship1.x"},
        {"write to a key-value bucket", "$KV.NODES.ship1"},
        {"write to an object store", "$O.x.C.y"}
    };

    private static final String[][] ANSWERS = {
        {"have the answer to a request become a command of ship1", "ship1.command.shellcommand.operatingsystem"},
        {"have it become an ACK of ship1", "ship1.ack.shellcommand.operatingsystem"},
        {"have it become an event of ship1", "ship1.event.hello.agent"},
        {"have it become an event of the controller", "controller.event.enrolment.ship2"},
        {"have it become a heartbeat of ship1", "ship1.presence.heartbeat.agent"},
        {"have it stored as a command of ship1", "_steward.ship1.command.shellcommand.operatingsystem"},
        {"have it stored in a split stream", "_steward.0.command.ship1.shellcommand.operatingsystem"},
        {"have it stored as an event of ship1", "_steward.ship1.event.hello.agent"},
        {"have it delete the log", "$JS.API.STREAM.DELETE.COMMANDS"}
    };

    private static final String[][] SYSTEM = {
        {"change an account", "$SYS.REQ.CLAIMS.UPDATE"},
        {"delete an account", "$SYS.REQ.CLAIMS.DELETE"},
        {"list the accounts", "$SYS.REQ.CLAIMS.LIST"},
        {"read an account", "$SYS.REQ.ACCOUNT.%s.CLAIMS.LOOKUP"},
        {"see the nodes' connections", "$SYS.REQ.ACCOUNT.%s.CONNZ"},
        {"ask the servers for their state", "$SYS.REQ.SERVER.PING"},
        {"hear what nodes are answered", "_I.>"},
        {"answer in the broker's place", "_I.ship2.x"}
    };
}
