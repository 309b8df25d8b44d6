package io.steward.controller.issue;

import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Receipt.Unsent;
import io.steward.model.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands commands to the log and sorts them by what became of them. A command whose id is taken gets a new one; that
 * happens by malice or by a broken random source, so it is said aloud and tried a few times only.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final int TRIES = 3;

    private final CommandLog log;
    private final Ids ids;
    private final UnaryOperator<Command> signing;

    /** @param signing signs a command just before it goes out, also anew when its id had to change */
    Dispatch(CommandLog log, Ids ids, UnaryOperator<Command> signing) {
        this.log = log;
        this.ids = ids;
        this.signing = signing;
    }

    Receipt send(List<Command> commands) throws InterruptedException {
        List<Sent> stored = new ArrayList<>();
        List<Unsent> notStored = new ArrayList<>();
        List<Unsent> unknown = new ArrayList<>();
        List<Command> pending = commands;
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            List<Command> again = new ArrayList<>();
            List<Fate> fates = log.store(pending, this::signed);
            for (int i = 0; i < pending.size(); i++) {
                Command command = pending.get(i);
                Fate fate = fates.get(i);
                switch (fate.kind()) {
                    case STORED -> stored.add(new Sent(command.id(), command.node()));
                    case NOT_STORED -> notStored.add(new Unsent(command.id(), command.node(), fate));
                    case UNKNOWN -> unknown.add(new Unsent(command.id(), command.node(), fate));
                    case TAKEN -> taken(command, fate, attempt, again, notStored);
                }
            }
            pending = again;
        }
        return new Receipt(stored, notStored, unknown);
    }

    private void taken(Command command, Fate fate, int attempt, List<Command> again, List<Unsent> notStored) {
        LOG.warn("{}: {}", command, fate.words());
        if (attempt < TRIES) {
            again.add(renamed(command));
        } else {
            notStored.add(new Unsent(command.id(), command.node(), fate));
        }
    }

    private Command signed(Command command) {
        return command.signature().isPresent() ? command : signing.apply(command);
    }

    private Command renamed(Command command) {
        return new Command(
                ids.next(command.issuedAt()),
                command.subject(),
                command.issuedBy(),
                command.issuedAt(),
                command.expiresAt(),
                command.timeout(),
                command.onCrash(),
                command.supersedes(),
                command.args(),
                command.reason(),
                command.requestKey());
    }
}
