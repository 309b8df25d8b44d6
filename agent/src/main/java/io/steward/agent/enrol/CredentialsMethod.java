package io.steward.agent.enrol;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;

/**
 * Takes fresh credentials from the controller: {@code args.jwt}, a token for the node's own key. A token that ends earlier
 * than the present one changes nothing, so that an old command can't take time away.
 */
public final class CredentialsMethod implements Method {
    public static final String NAME = "credentials";

    private static final String FIELD = "jwt";

    private final Credentials credentials;
    private final Runnable reconnect;

    /** @param reconnect has the connection use what the file says now; returns at once */
    public CredentialsMethod(Credentials credentials, Runnable reconnect) {
        this.credentials = credentials;
        this.reconnect = reconnect;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return domain.equals("agent");
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Taking();
    }

    private final class Taking implements Handler {
        @Override
        public void check(Work work) {
            credentials.acceptable(jwt(work));
        }

        @Override
        public Outcome run(Work work) {
            if (!credentials.replace(jwt(work))) {
                return Outcome.done("the present credentials hold longer and are kept\n");
            }
            reconnect.run();
            return Outcome.done("renewed\n");
        }

        @Override
        public Recovery recover(Work work) {
            // Twice is once.
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {}
    }

    private static String jwt(Work work) {
        return work.command()
                .args()
                .string(FIELD)
                .orElseThrow(() -> new BadArgs(FIELD, "", "a token for the key of this node"));
    }
}
