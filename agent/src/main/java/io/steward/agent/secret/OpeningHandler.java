package io.steward.agent.secret;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.nats.seal.BoxKey;
import io.steward.nats.seal.NotOpened;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the arguments for another handler each time it is asked, so that between two questions nothing of them stays.
 * What the handler says in an exception is passed on only as long as it holds no secret.
 */
final class OpeningHandler implements Handler {
    private final Handler handler;
    private final BoxKey key;

    OpeningHandler(Handler handler, BoxKey key) {
        this.handler = handler;
        this.key = key;
    }

    /** @throws SealedUnreadable naming the argument */
    @Override
    public void check(Work work) {
        List<Secret> secrets = new ArrayList<>();
        Work opened = opened(work, secrets);
        try {
            handler.check(opened);
        } catch (RuntimeException e) {
            throw discreet(e, secrets);
        }
    }

    @Override
    public Outcome run(Work work) throws InterruptedException {
        List<Secret> secrets = new ArrayList<>();
        try {
            return handler.run(opened(work, secrets));
        } catch (SealedUnreadable e) {
            return Outcome.failed(new Fault(SealedUnreadable.CODE, e.getMessage()));
        } catch (RuntimeException e) {
            throw discreet(e, secrets);
        }
    }

    /** With the arguments as they are if they can't be opened any more: work that was done has an end all the same. */
    @Override
    public Recovery recover(Work work) throws InterruptedException {
        List<Secret> secrets = new ArrayList<>();
        Work told = work;
        try {
            told = opened(work, secrets);
        } catch (SealedUnreadable e) {
            secrets.clear();
        }
        try {
            return handler.recover(told);
        } catch (RuntimeException e) {
            throw discreet(e, secrets);
        }
    }

    @Override
    public void close() {
        handler.close();
    }

    private Work opened(Work work, List<Secret> secrets) {
        Command command = work.command();
        if (!Sealed.within(command.args().fields())) {
            return work;
        }
        Args args;
        try {
            args = Sealed.replaced(command.args(), (field, value) -> {
                Secret secret = opened(field, value, command);
                secrets.add(secret);
                return secret;
            });
        } catch (BadArgs e) {
            throw new SealedUnreadable(String.valueOf(e.getMessage()));
        }
        return new Work(
                command.with(args),
                work.attempt(),
                work.folder(),
                work.sameBoot(),
                work.timeout(),
                work.stop(),
                work.events());
    }

    private Secret opened(String field, Sealed sealed, Command command) {
        try {
            return new Secret(key.open(sealed.text(), command.subject()));
        } catch (NotOpened e) {
            throw new SealedUnreadable("args." + field + " can't be opened here: it " + e.getMessage());
        }
    }

    private static RuntimeException discreet(RuntimeException e, List<Secret> secrets) {
        String said = String.valueOf(e.getMessage());
        boolean shown = secrets.stream().map(Secret::reveal).anyMatch(text -> !text.isEmpty() && said.contains(text));
        return shown
                ? new IllegalStateException(e.getClass().getSimpleName() + ", whose message holds a sealed argument")
                : e;
    }
}
