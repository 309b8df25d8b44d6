package io.steward.nats;

import io.steward.model.subject.NodeName;
import java.util.ArrayList;
import java.util.List;

/** What ship2 must not do, as subjects: speak as others, command, store past the mappings, reach the log's controls. */
final class Forbidden {
    private Forbidden() {}

    static List<String> publishing(Partitions partitions) {
        List<String> subjects = new ArrayList<>(List.of(SPEAKING));
        for (String control : CONTROLS) {
            subjects.add(control.formatted(partitions.streamOf(NodeName.of("ship1"))));
        }
        // Where the command stream is split, a node may ask any stream; only imports bring a question to FLEET.
        if (partitions.count() == 1) {
            subjects.add("$JS.API.CONSUMER.MSG.NEXT.EVENTS.ship2");
            subjects.add("$JS.ACK.EVENTS.ship2.1.1.1.1.1");
        }
        return subjects;
    }

    static List<String> listening() {
        return List.of(
                ">",
                "*.command.>",
                "ship2.command.>",
                "ship1.event.>",
                "*.ack.>",
                "_INBOX.>",
                "_I.>",
                "_I.ship1.>",
                "_steward.>",
                "$JS.>",
                "$SYS.>",
                "$SYS.ACCOUNT.*.DISCONNECT");
    }

    private static final String[] SPEAKING = {
        "ship1.ack.shellcommand.operatingsystem",
        "ship1.event.hello.agent",
        "ship1.presence.heartbeat.agent",
        "ship1.command.shellcommand.operatingsystem",
        "ship2.command.shellcommand.operatingsystem",
        "controller.event.hello.agent",
        "_steward.ship2.command.shellcommand.operatingsystem",
        "_steward.ship1.ack.shellcommand.operatingsystem",
        "_steward.0.command.ship1.shellcommand.operatingsystem",
        "ship2",
        "_I.ship1.x",
        "_INBOX.x",
        "$SYS.REQ.SERVER.PING",
        "$SYS.REQ.ACCOUNT.PING.CONNZ",
        "$SYS.REQ.CLAIMS.UPDATE"
    };

    private static final String[] CONTROLS = {
        "$JS.API.CONSUMER.MSG.NEXT.%s.ship1",
        "$JS.ACK.%s.ship1.1.1.1.1.1",
        "$JS.API.INFO",
        "$JS.API.STREAM.NAMES",
        "$JS.API.STREAM.LIST",
        "$JS.API.STREAM.INFO.%s",
        "$JS.API.STREAM.CREATE.MINE",
        "$JS.API.STREAM.UPDATE.%s",
        "$JS.API.STREAM.DELETE.%s",
        "$JS.API.STREAM.PURGE.%s",
        "$JS.API.STREAM.PURGE.EVENTS",
        "$JS.API.STREAM.MSG.GET.%s",
        "$JS.API.STREAM.MSG.DELETE.%s",
        "$JS.API.STREAM.SNAPSHOT.%s",
        "$JS.API.STREAM.RESTORE.%s",
        "$JS.API.STREAM.PEER.REMOVE.%s",
        "$JS.API.STREAM.LEADER.STEPDOWN.%s",
        "$JS.API.DIRECT.GET.%s",
        "$JS.API.DIRECT.GET.%s.ship1.command.shellcommand.operatingsystem",
        "$JS.API.CONSUMER.CREATE.%s",
        "$JS.API.CONSUMER.CREATE.%s.ship2",
        "$JS.API.CONSUMER.CREATE.%s.spy.ship1.command.x",
        "$JS.API.CONSUMER.DURABLE.CREATE.%s.ship2",
        "$JS.API.CONSUMER.DELETE.%s.ship1",
        "$JS.API.CONSUMER.DELETE.%s.ship2",
        "$JS.API.CONSUMER.NAMES.%s",
        "$JS.API.CONSUMER.LIST.%s",
        "$JS.API.CONSUMER.INFO.%s.ship1",
        "$JS.API.CONSUMER.INFO.%s.ship2",
        "$JS.API.CONSUMER.PAUSE.%s.ship1",
        "$JS.API.CONSUMER.UNPIN.%s.ship1",
        "$JS.API.CONSUMER.LEADER.STEPDOWN.%s.ship1",
        "$JS.API.ACCOUNT.PURGE.x",
        "$JS.FC.%s.ship1.x",
        "$KV.NODES.ship1",
        "$O.x.C.y"
    };
}
