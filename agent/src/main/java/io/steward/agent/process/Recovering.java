package io.steward.agent.process;

import io.steward.model.command.OnCrash;

/** What is done with work that was started, whose agent went away, and of which there is no end. */
enum Recovering {
    RUN,
    CANCEL,
    INTERRUPT;

    /**
     * Decides it. Pure.
     *
     * @param mayHaveRun nobody can know whether it had an effect; else it certainly had none
     * @param stopped its end was asked for
     * @param attempt the last one, of at most {@code most}
     */
    static Recovering decide(boolean mayHaveRun, OnCrash onCrash, boolean stopped, int attempt, int most) {
        if (!mayHaveRun) {
            return stopped ? CANCEL : RUN;
        }
        return switch (onCrash) {
            case REPORT -> INTERRUPT;
            case REPEAT -> stopped || attempt >= most ? INTERRUPT : RUN;
        };
    }
}
