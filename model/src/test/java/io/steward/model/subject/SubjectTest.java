package io.steward.model.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
    @Test
    void a_subject_is_its_four_tokens_and_back() {
        Subject subject = Subject.parse("ship2.command.shellcommand.operatingsystem");

        assertThat(subject.node()).isEqualTo(NodeName.of("ship2"));
        assertThat(subject.kind()).isEqualTo(Kind.COMMAND);
        assertThat(subject.process()).isEqualTo(new ProcessName("shellcommand", "operatingsystem"));
        assertThat(subject).hasToString("ship2.command.shellcommand.operatingsystem");
        assertThat(subject.ack()).hasToString("ship2.ack.shellcommand.operatingsystem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ship1",
                "ship1.command.shellcommand",
                "ship1.command.shellcommand.a.b",
                "ship1.command..operatingsystem",
                "ship1.order.shellcommand.operatingsystem",
                "ship1.COMMAND.shellcommand.operatingsystem",
                "ship1.command.shell command.operatingsystem",
                "ship1.command.*.operatingsystem",
                "ship1.command.shellcommand.>",
                "$JS.command.shellcommand.operatingsystem",
                "_x.command.shellcommand.operatingsystem",
                "all.command.shellcommand.operatingsystem",
                "ack.ack.shellcommand.operatingsystem",
                "schiff1\u00e4.command.shellcommand.operatingsystem"
            })
    void a_text_that_is_no_subject_is_refused_with_its_reason(String text) {
        assertThatThrownBy(() -> Subject.parse(text))
                .isInstanceOf(InvalidName.class)
                .hasMessageContaining("is not allowed: ");
    }

    @Test
    void the_error_names_field_value_and_what_is_allowed() {
        assertThatThrownBy(() -> NodeName.of("ship 1"))
                .hasMessage(
                        "node \"ship 1\" is not allowed: use 1 to 63 characters of A-Z a-z 0-9 _ -, beginning with a"
                                + " letter or digit");
        assertThatThrownBy(() -> Subject.parse("ship1.command.shellcommand"))
                .hasMessage("subject \"ship1.command.shellcommand\" is not allowed: use four tokens,"
                        + " <node>.<command|ack|event|presence>.<method>.<domain>; this has 3");
    }

    @Test
    void a_fully_qualified_host_name_is_refused_with_a_proposal() {
        assertThatThrownBy(() -> NodeName.of("ship2.fleet.example"))
                .hasMessage("node \"ship2.fleet.example\" is not allowed: a node name has no dots; use the short name"
                        + " \"ship2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command", "ack", "event", "presence", "all"})
    void words_of_the_protocol_are_no_node_names(String word) {
        assertThatThrownBy(() -> NodeName.of(word)).hasMessageContaining("are reserved");
    }

    @Test
    void a_name_may_be_63_characters_long_but_not_64() {
        assertThat(NodeName.of("a".repeat(63)).value()).hasSize(63);
        assertThatThrownBy(() -> NodeName.of("a".repeat(64))).isInstanceOf(InvalidName.class);
    }

    @Test
    void a_control_character_in_a_bad_name_never_reaches_the_error_text() {
        assertThatThrownBy(() -> NodeName.of("ship\u001b[31m\n")).hasMessageStartingWith("node \"ship?[31m?\" is not");
    }

    @Test
    void one_partition_keeps_the_plain_stream_name() {
        assertThat(Streams.single().commandStream(NodeName.of("ship1"))).isEqualTo("COMMANDS");
        assertThat(Streams.single().commandStreams()).containsExactly("COMMANDS");
    }

    /** The values of FNV-1a, 32 bits, for "a" and "foobar" are those of its authors' test vectors. */
    @Test
    void a_node_belongs_to_the_partition_of_its_fnv1a_hash() {
        Streams streams = new Streams(8);

        assertThat(streams.commandStream(NodeName.of("a")))
                .isEqualTo("COMMANDS_" + Integer.remainderUnsigned(0xe40c292c, 8));
        assertThat(streams.commandStream(NodeName.of("foobar")))
                .isEqualTo("COMMANDS_" + Integer.remainderUnsigned(0xbf9cf968, 8));
        assertThat(streams.commandStreams()).hasSize(8).contains("COMMANDS_0", "COMMANDS_7");
    }
}
