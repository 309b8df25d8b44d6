package io.steward.controller.issue;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cast of these tests: nodes ship1 and ship2, operator alice, one morning. */
final class Orders {
    static final NodeName SHIP1 = NodeName.of("ship1");
    static final NodeName SHIP2 = NodeName.of("ship2");
    static final Instant MORNING = Instant.parse("2026-11-22T09:00:00Z");

    private Orders() {}

    static Order uname(Targets targets) {
        return new Order(
                targets,
                new ProcessName("shellcommand", "operatingsystem"),
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Optional.of("weekly check"));
    }

    static Command command(CommandId id, NodeName node, String argument) {
        return new Command(
                id,
                Subject.command(node, "shellcommand", "operatingsystem"),
                "alice",
                MORNING,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("echo", argument))),
                Optional.empty(),
                Optional.empty());
    }
}
