package io.steward.controller.issue;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Sealed;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SameRequestTest {
    private static final Subject PRINT = Subject.parse("ship1.command.print.lp0");

    @Test
    void a_request_that_seals_its_secrets_anew_is_the_same_request() {
        assertThatCode(() -> check(args("AAAA", 1), args("BBBB", 1))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(args("AAAA", 1), args("AAAA", 2))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> check(args("AAAA", 1), new Args(Map.of("pin", "plain", "copies", 1))))
                .isInstanceOf(Refused.class);
    }

    private static Args args(String sealed, int copies) {
        return new Args(Map.of("pin", new Sealed(sealed).plain(), "copies", copies));
    }

    private static void check(Args first, Args again) throws Refused {
        Command before = new Command(
                CommandId.from(Instant.EPOCH, 1, 1),
                PRINT,
                "alice",
                Instant.parse("2026-11-22T09:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                first,
                Optional.empty(),
                Optional.empty());
        Order order = new Order(
                new Targets.Named(List.of(NodeName.of("ship1"))),
                PRINT.process(),
                again,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Optional.empty());
        SameRequest.check(order, new Earlier.Request(List.of(), Optional.of(before)));
    }
}
