package io.steward.controller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.CommandId;
import io.steward.model.event.OutputChunk;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommandOutputTest {
    private static final CommandId ID = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");

    @Test
    void pieces_that_follow_each_other_make_the_whole_output() {
        CommandOutput told = CommandOutput.told("one\n\n… 4 bytes left out …\nthree\n", 14, true);

        CommandOutput fuller = CommandOutput.fuller(Optional.of(told), pieced("one\n", 0, "two\n", 4, "three\n", 8));

        assertThat(told.bytes()).isEqualTo(10);
        assertThat(told.whole()).isFalse();
        assertThat(fuller).isEqualTo(new CommandOutput("one\ntwo\nthree\n", 14, OptionalLong.of(14)));
        assertThat(fuller.whole()).isTrue();
    }

    @Test
    void a_missing_piece_is_said_where_it_is_missing() {
        CommandOutput output = pieced("one\n", 0, "three\n", 8);

        assertThat(output.text()).isEqualTo("one\n\n… 4 bytes left out …\nthree\n");
        assertThat(output.bytes()).isEqualTo(10);
        assertThat(output.total()).isEmpty();
    }

    @Test
    void the_last_word_is_taken_where_it_holds_as_much_as_the_pieces() {
        CommandOutput told = CommandOutput.told("all\n", 4, false);

        assertThat(CommandOutput.fuller(Optional.of(told), pieced("all\n", 0))).isSameAs(told);
        assertThat(CommandOutput.fuller(Optional.empty(), pieced("so far\n", 0)).text())
                .isEqualTo("so far\n");
    }

    @Test
    void a_work_that_began_again_prints_anew() {
        assertThat(pieced("first\n", 0, "second\n", 0).text()).isEqualTo("second\n");
    }

    @Test
    void malformed_bytes_that_grew_count_as_they_were_printed() {
        // One malformed byte is shown as U+FFFD, three bytes long.
        CommandOutput output = pieced("\uFFFD", 0, "x", 1);

        assertThat(output.text()).isEqualTo("\uFFFDx");
        assertThat(output.bytes()).isEqualTo(2);
    }

    private static CommandOutput pieced(Object... textsAndOffsets) {
        CommandOutput.Pieces pieces = new CommandOutput.Pieces();
        for (int i = 0; i < textsAndOffsets.length; i += 2) {
            pieces.add(new OutputChunk(
                    ID, i / 2, OutputChunk.Std.STDOUT, ((Number) textsAndOffsets[i + 1]).longValue(), (String)
                            textsAndOffsets[i]));
        }
        return pieces.output();
    }
}
