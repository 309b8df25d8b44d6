package io.steward.agent.process;

import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.method.Stop;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.command.BadArgs;
import io.steward.model.command.CommandId;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;
import java.util.Map;
import java.util.Optional;

/**
 * Before work begins: what a waiting cancel is about does not start, although both wait in processes of their own. A cancel
 * that is itself refused or expired is about nothing. The
 * cancel itself runs as every other and says what became of it. Writes nothing: after a crash the cancel still waits.
 */
final class EarlyCancels {
    private final Journal journal;
    private final Gatekeeper gatekeeper;

    EarlyCancels(Journal journal, Gatekeeper gatekeeper) {
        this.journal = journal;
        this.gatekeeper = gatekeeper;
    }

    void ask(Map<CommandId, Held> held) {
        held.values().stream()
                .filter(one -> one.subject().method().equals(CancelMethod.NAME))
                .flatMap(cancel -> target(cancel).stream())
                .map(held::get)
                .filter(target -> target != null && !target.begun())
                .forEach(target -> target.stop().request(Stop.Reason.CANCEL));
    }

    private static CommandId aim(Entry entry) throws Unreadable {
        return CancelMethod.target(Codec.decodeCommand(entry.subject(), entry.command()));
    }

    private Optional<CommandId> target(Held cancel) {
        try {
            Optional<Entry> entry = journal.entry(cancel.id()).filter(gatekeeper::takes);
            return entry.isPresent() ? Optional.of(aim(entry.get())) : Optional.empty();
        } catch (Unreadable | BadArgs e) {
            return Optional.empty(); // it is refused when its turn comes
        }
    }
}
