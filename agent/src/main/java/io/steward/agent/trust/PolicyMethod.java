package io.steward.agent.trust;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.trust.Policy;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the node's policy: {@code args.policy}, of a higher version than the one in force. It is on disk before the
 * command succeeds, and holds for every command that begins afterwards. {@code args.force} takes one that no command can
 * replace again.
 */
public final class PolicyMethod implements Method {
    private static final String FORCE = "force";

    private final Gatekeeper gatekeeper;

    public PolicyMethod(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    @Override
    public String name() {
        return Policy.METHOD;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return domain.equals(Policy.DOMAIN);
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Replacing();
    }

    private final class Replacing implements Handler {
        @Override
        public void check(Work work) {
            policy(work.command());
            force(work.command());
        }

        @Override
        public Outcome run(Work work) {
            Policy newer = policy(work.command());
            String before =
                    gatekeeper.policy().map(old -> "version " + old.version()).orElse("none");
            Optional<Fault> refusal = gatekeeper.adopt(newer, force(work.command()));
            return refusal.map(Outcome::failed)
                    .orElseGet(() -> Outcome.done("policy: " + before + " -> version " + newer.version() + "\n"));
        }

        @Override
        public Recovery recover(Work work) {
            Policy newer = policy(work.command());
            boolean done = gatekeeper.policy().equals(Optional.of(newer));
            return done
                    ? new Recovery.Ended(Outcome.done("policy: version " + newer.version() + " is in force\n"))
                    : new Recovery.NeverRan();
        }

        @Override
        public void close() {}
    }

    private static boolean force(Command command) {
        return command.args().bool(FORCE).orElse(false);
    }

    private static Policy policy(Command command) {
        if (!(command.args().fields().get(Policy.METHOD) instanceof Map<?, ?> given)) {
            throw new BadArgs(Policy.METHOD, command.args().fields().get(Policy.METHOD), "a policy, as an object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        given.forEach((name, value) -> fields.put(String.valueOf(name), value));
        try {
            return PolicyCodec.decode(new Args(fields));
        } catch (Unreadable e) {
            throw new IllegalArgumentException("args.policy: " + e.getMessage(), e);
        }
    }
}
