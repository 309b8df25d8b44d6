package io.steward.agent.journal;

/**
 * How far the deliveries of the node's consumer were seen, and what may therefore run. A value.
 *
 * <p>The consumer numbers its deliveries without gaps, redeliveries included, so a jump says how many were lost on the
 * way. The lost ones come again after the consumer's ack wait; until then commands behind them are held back. A new
 * journal on an old consumer misses what the journal before it had taken: its first work waits that long, once.
 *
 * @param delivery the number of the last delivery seen; 0 before the first
 * @param highest the highest place in the stream seen
 * @param missing how many deliveries have to come again
 * @param floor while some are missing: commands up to this place in the stream may run
 * @param putOffUntil by when those of the missing come again that were refused for a while, in milliseconds since 1970 of the
 *     machine's clock; 0: none was
 */
public record Reception(long delivery, long highest, long missing, long floor, long putOffUntil) {
    public static final Reception NONE = new Reception(0, 0, 0, 0, 0);

    /**
     * After one more delivery.
     *
     * @param again it was delivered before
     * @param known the journal has it already
     * @param cuts how often the connection was cut since the last delivery
     */
    public Reception after(long number, long place, boolean again, boolean known, int cuts) {
        boolean back = number <= delivery;
        // A broker that lost its newest state counts from an older number: all it knows to be delivered was seen,
        // unless deliveries after its restart were lost in a second cut, which nobody can count.
        long lost = back ? (cuts > 1 ? 1 : 0) : number - delivery - 1;
        Reception opened = lost == 0 ? this : hold(lost);
        long left = Math.max(0, opened.missing - (again && !known ? 1 : 0));
        long newHighest = back && !again ? place : Math.max(highest, place);
        return new Reception(number, newHighest, left, opened.floor, left > 0 ? putOffUntil : 0);
    }

    /**
     * After one more delivery that could not be taken and has to come again. If it had come again already, it is one of
     * those that are missing, and still is.
     *
     * @param until when it will have come again, in milliseconds since 1970
     */
    public Reception refused(long number, long place, boolean again, long until) {
        Reception seen = after(number, place, again, true, 0);
        Reception held = again && seen.missing > 0 ? seen : seen.hold(1);
        return new Reception(
                held.delivery,
                held.highest,
                held.missing,
                Math.min(held.floor, place),
                Math.max(held.putOffUntil, until));
    }

    /** The missing ones did not come in time: nothing is held back for them any more. */
    public Reception givenUp() {
        return new Reception(delivery, highest, 0, 0, 0);
    }

    public boolean mayRun(long place) {
        return missing == 0 || place <= floor;
    }

    private Reception hold(long more) {
        return new Reception(delivery, highest, missing + more, missing == 0 ? highest : floor, putOffUntil);
    }
}
