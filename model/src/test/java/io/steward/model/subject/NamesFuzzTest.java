package io.steward.model.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.CommandId;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import org.junit.jupiter.api.Test;

/** Names from the wire: what is taken is spelled the same again, what is refused is refused by name. */
class NamesFuzzTest {
    @Test
    void subjects_are_parsed_or_refused() {
        FuzzTarget.of(
                        "subject",
                        Grammar.WORDS,
                        "ship1.command.shellcommand.operatingsystem",
                        "ship2.event.syslogforwarding.nginx")
                .refusing(InvalidName.class)
                .inputs(20_000)
                .checkText(text -> assertThat(Subject.parse(text)).hasToString(text));
    }

    @Test
    void node_names_processes_and_ids_are_parsed_or_refused() {
        FuzzTarget.of("node name", Grammar.WORDS, "ship1", "ship-2_a", "ship3.example.com")
                .refusing(InvalidName.class)
                .inputs(10_000)
                .checkText(text -> assertThat(NodeName.of(text)).hasToString(text));
        FuzzTarget.of("command id", Grammar.WORDS, "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60")
                .refusing(IllegalArgumentException.class)
                .inputs(10_000)
                .checkText(text -> assertThat(CommandId.of(text)).hasToString(text));
    }
}
