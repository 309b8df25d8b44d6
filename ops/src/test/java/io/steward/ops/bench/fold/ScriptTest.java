package io.steward.ops.bench.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandFold;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.Content;
import io.steward.model.fold.Content.AckContent;
import io.steward.model.fold.Content.CommandContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.wire.EntryReader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScriptTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private final Script script = new Script(20, NINE, 6);
    private final Map<CommandId, CommandState> states = new HashMap<>();

    @Test
    void what_it_says_folds_without_a_doubt_to_what_it_says_stands() {
        for (int i = 1; i <= 20_000; i++) {
            Script.Line line = script.next();
            fold(new LogEntry("COMMANDS", i, NINE.plusMillis(i), line.subject(), line.body()));
        }
        Map<Status, Long> folded = new EnumMap<>(Status.class);
        states.values().forEach(state -> folded.merge(state.status(), 1L, Long::sum));
        assertThat(script.standing()).containsAllEntriesOf(folded);
        assertThat(folded.keySet())
                .contains(
                        Status.SUCCEEDED,
                        Status.FAILED,
                        Status.CANCELED,
                        Status.EXPIRED,
                        Status.TIMED_OUT,
                        Status.STARTED);
        assertThat(states.values()).allMatch(state -> state.conflicts() == 0);
    }

    private void fold(LogEntry entry) {
        Content content = EntryReader.read(entry);
        if (content instanceof CommandContent said) {
            CommandFold.Folded folded = CommandFold.command(Optional.empty(), said.command(), entry);
            states.put(said.command().id(), folded.state().orElseThrow());
        } else if (content instanceof AckContent said) {
            CommandState before = states.get(said.ack().id());
            CommandFold.Folded folded = CommandFold.ack(Optional.of(before), said.subject(), said.ack(), entry);
            assertThat(folded.transitions()).hasSize(1);
            assertThat(folded.again()).isEmpty();
            states.put(said.ack().id(), folded.state().orElseThrow());
        } else {
            throw new AssertionError("an entry can't be read: " + content);
        }
    }
}
