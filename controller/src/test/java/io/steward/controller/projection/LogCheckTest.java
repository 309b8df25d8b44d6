package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.Condition.Code;
import io.steward.model.fold.LogEntry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogCheckTest {
    private static final LogEntry FOLDED = entry("{}");
    private static final Position POSITION =
            new Position("COMMANDS", 7, Optional.of(Position.digest(FOLDED)), Optional.of(Entries.NINE), 2, false);

    private static LogEntry entry(String body) {
        return new Entries("COMMANDS")
                .raw("ship1.command.shellcommand.operatingsystem", body)
                .list()
                .get(0);
    }

    private static StreamFacts facts(long first, long last) {
        return new StreamFacts("COMMANDS", Entries.NINE, first, last, 0);
    }

    private static Optional<Code> code(StreamFacts facts, LogEntry at, boolean complete) {
        return LogCheck.check(POSITION, facts, Optional.of(at), complete).map(Condition::code);
    }

    @Test
    void the_stream_that_was_folded_is_followed() {
        assertThat(code(facts(1, 7), FOLDED, true)).isEmpty();
        assertThat(code(facts(8, 7), FOLDED, true)).isEmpty();
        assertThat(LogCheck.check(POSITION, facts(8, 20), Optional.empty(), true))
                .isEmpty();
    }

    @Test
    void a_stream_that_ends_before_the_position_lost_something() {
        assertThat(code(facts(1, 6), FOLDED, true)).contains(Code.STREAM_SHORTER);
    }

    @Test
    void a_stream_that_was_made_again_is_another_one() {
        StreamFacts again = new StreamFacts("COMMANDS", Entries.NINE.plusSeconds(1), 1, 100, 0);
        assertThat(code(again, FOLDED, true)).contains(Code.STREAM_REPLACED);
    }

    @Test
    void another_message_at_the_position_is_told() {
        assertThat(code(facts(1, 9), entry("{\"v\":1}"), true)).contains(Code.ENTRY_DIFFERS);
    }

    @Test
    void a_hole_behind_the_position_is_a_loss_only_where_nothing_may_be_dropped() {
        assertThat(LogCheck.check(POSITION, facts(9, 20), Optional.empty(), true)
                        .map(Condition::code))
                .contains(Code.ENTRIES_MISSING);
        assertThat(LogCheck.check(POSITION, facts(9, 20), Optional.empty(), false))
                .isEmpty();
    }

    @Test
    void what_is_gone_from_the_middle_is_a_loss_unless_a_repair_has_seen_it() {
        StreamFacts known = new StreamFacts("COMMANDS", Entries.NINE, 1, 20, 2);
        StreamFacts more = new StreamFacts("COMMANDS", Entries.NINE, 1, 20, 3);

        assertThat(code(known, FOLDED, true)).isEmpty();
        assertThat(code(more, FOLDED, true)).contains(Code.ENTRIES_MISSING);
        assertThat(code(more, FOLDED, false)).isEmpty();
    }

    @Test
    void a_repair_that_was_begun_has_to_be_finished_however_the_stream_looks() {
        Position begun = new Position("COMMANDS", 7, POSITION.digest(), POSITION.streamCreated(), 0, true);

        assertThat(LogCheck.check(begun, facts(1, 7), Optional.of(FOLDED), true).map(Condition::code))
                .contains(Code.REPAIR_UNFINISHED);
    }

    @Test
    void nothing_at_the_position_is_a_loss_unless_old_entries_have_left() {
        assertThat(LogCheck.check(POSITION, facts(1, 20), Optional.empty(), true)
                        .map(Condition::code))
                .contains(Code.ENTRIES_MISSING);
        assertThat(LogCheck.check(POSITION, facts(8, 20), Optional.empty(), true))
                .isEmpty();
        assertThat(LogCheck.check(POSITION, facts(1, 20), Optional.empty(), false))
                .isEmpty();
    }

    @Test
    void whoever_has_folded_nothing_follows_any_stream() {
        Position nothing = Position.start("COMMANDS");
        assertThat(LogCheck.check(nothing, facts(500, 900), Optional.empty(), true))
                .isEmpty();
    }

    @Test
    void the_message_names_the_command_that_repairs() {
        assertThat(LogCheck.check(POSITION, facts(1, 6), Optional.empty(), true)
                        .orElseThrow()
                        .message())
                .contains("COMMANDS", "7", "ends at 6", "steward repair");
    }
}
