package io.steward.agent.turn;

/** Gives parts their turns. Any thread may call it. */
@FunctionalInterface
public interface Turns {
    /** One part's claim to turns. Any thread. */
    interface Rounds extends AutoCloseable {
        /** There is something to do: a turn begins after this, soon. Never blocks. */
        void ring();

        /** Interrupts a turn that is under way and waits a while until it has ended; there is no further one. */
        @Override
        void close();
    }

    /** From now on this part has turns, the first one at once. */
    Rounds begin(String name, Turn turn);
}
