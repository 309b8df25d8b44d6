package io.steward.nats.keys;

import io.steward.nats.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * What the operator's and the accounts' tokens say: the layout of rights, as JSON. Pure text.
 *
 * <p>Nodes live in AGENTS and reach FLEET only through imports. A publish permission does not cover the reply subject of
 * a request, so with one account a node could have the broker write its answer onto another node's command subject; an
 * import answers across the account's border and cannot. Imports carry no local subject: with one, 2.10 can be crashed
 * by a crafted reply.
 */
final class AccountClaims {
    private static final String NO_LIMITS = """
            "subs":-1,"data":-1,"payload":-1""";
    private static final String ACCOUNT_LIMITS = """
            %s,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,"leaf":-1""".formatted(NO_LIMITS);
    private static final String JETSTREAM_LIMITS = """
            ,"mem_storage":-1,"disk_storage":-1,"streams":-1,"consumer":-1""";

    private final Partitions partitions;
    private final String system;
    private final String fleet;
    private final String agents;

    AccountClaims(Partitions partitions, String system, String fleet, String agents) {
        this.partitions = partitions;
        this.system = system;
        this.fleet = fleet;
        this.agents = agents;
    }

    /** {@code signingKey} signs accounts in the operator's name. */
    String operator(String signingKey) {
        return """
                {"signing_keys":["%s"],"system_account":"%s","type":"operator","version":2}""".formatted(signingKey, system);
    }

    /** The system account lets FLEET hear which nodes connect and disconnect, and nothing else. */
    String system() {
        String exports =
                presence().stream().map(subject -> """
                        {"name":"%1$s","subject":"%1$s","type":"stream"}""".formatted(subject)).collect(list());
        return """
                {"exports":%s,"limits":{%s},"type":"account","version":2}""".formatted(exports, ACCOUNT_LIMITS);
    }

    String fleet() {
        String imports = presence().stream()
                .map(subject -> """
                        {"name":"%1$s","subject":"%1$s","account":"%2$s","type":"stream"}""".formatted(subject, system))
                .collect(list());
        String exports =
                new ArrayList<>(services()).stream().map(AccountClaims::export).collect(list());
        String mappings = new TreeMap<>(partitions.mappings())
                .entrySet().stream()
                        .map(m -> """
                                "%s":[{"subject":"%s","weight":100}]""".formatted(m.getKey(), m.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        return """
                {"imports":%s,"exports":%s,"limits":{%s},"mappings":%s,"type":"account","version":2}""".formatted(imports, exports, ACCOUNT_LIMITS + JETSTREAM_LIMITS, mappings);
    }

    /**
     * The nodes' account; {@code nodeKey} signs nodes, and its template gives each the rights of its own name.
     *
     * @param revoked public key to the second up to which a token of its user is worth nothing
     */
    String agents(String nodeKey, SortedMap<String, Long> revoked) {
        String imports = services().stream()
                .map(subject -> """
                        {"name":"%1$s","subject":"%1$s","account":"%2$s","type":"service"}""".formatted(subject, fleet))
                .collect(list());
        String revocations = revoked.isEmpty()
                ? ""
                : revoked.entrySet().stream()
                        .map(user -> """
                                "%s":%d""".formatted(user.getKey(), user.getValue()))
                        .collect(Collectors.joining(",", "\"revocations\":{", "},"));
        return """
                {"imports":%s,"limits":{%s},%s"signing_keys":[%s],"type":"account","version":2}""".formatted(imports, ACCOUNT_LIMITS, revocations, nodeScope(nodeKey));
    }

    private String nodeScope(String nodeKey) {
        String stream = partitions.count() == 1 ? partitions.streams().get(0) : "*";
        String publish = List.of(
                        "$JS.API.CONSUMER.MSG.NEXT." + stream + ".{{name()}}",
                        "$JS.ACK." + stream + ".{{name()}}.>",
                        "{{name()}}.event.>",
                        "{{name()}}.ack.>",
                        "{{name()}}.presence.>")
                .stream()
                .map(subject -> '"' + subject + '"')
                .collect(list());
        // What the controller and the broker say of a node is not the node's to say.
        String never = List.of(
                        "{{name()}}.event.enrolled.controller",
                        "{{name()}}.event.connection.controller",
                        "{{name()}}.presence.connection.broker")
                .stream()
                .map(subject -> '"' + subject + '"')
                .collect(list());
        return """
                {"kind":"user_scope","key":"%s","role":"node","template":{"pub":{"allow":%s,"deny":%s},\
                "sub":{"allow":["_I.{{name()}}.>"]},%s}}""".formatted(nodeKey, publish, never, NO_LIMITS);
    }

    private List<String> services() {
        List<String> subjects = new ArrayList<>();
        for (String stream : partitions.streams()) {
            subjects.add("$JS.API.CONSUMER.MSG.NEXT." + stream + ".*");
            subjects.add("$JS.ACK." + stream + ".>");
        }
        subjects.addAll(List.of("*.event.>", "*.ack.>", "*.presence.>"));
        return subjects;
    }

    // A pull is answered many times, and for as long as its longest wait.
    private static String export(String subject) {
        String answers = subject.startsWith("$JS.API.") ? """
                ,"response_type":"Stream","response_threshold":600000000000""" : "";
        return """
                {"name":"%1$s","subject":"%1$s","type":"service"%2$s}""".formatted(subject, answers);
    }

    private List<String> presence() {
        return List.of("$SYS.ACCOUNT." + agents + ".CONNECT", "$SYS.ACCOUNT." + agents + ".DISCONNECT");
    }

    private static Collector<CharSequence, ?, String> list() {
        return Collectors.joining(",", "[", "]");
    }
}
