package io.steward.agent.journal;

import io.steward.model.command.CommandId;
import io.steward.model.subject.ProcessName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of one agent. Any thread may call it. What {@link #append} was given is on disk when it returns, all of it
 * or nothing; readers may see it a moment earlier, except in {@link #owed}, which never shows what a crash could still
 * take back.
 *
 * <p>Commands are known by their id, never by their place in a stream: a restored broker uses places twice. A step that
 * {@link io.steward.model.command.Lifecycle} doesn't permit is refused before anything is changed.
 */
public interface Journal extends AutoCloseable {
    /** Made once, with the journal; another one tells the controller that what was known before is lost. */
    String id();

    /**
     * Takes these changes, in order.
     *
     * @throws IllegalStateException if the lifecycle doesn't permit one of them; nothing is changed
     * @throws JournalFull if there is no room for new commands; nothing is changed
     * @throws JournalBroken if the disk failed; the journal is of no use until it is opened again
     */
    void append(List<Change> changes);

    /**
     * As {@link #append}, but returns before it is on disk; what it answers has to be called, and returns once it is there.
     * Whatever is appended later is on disk only once this is, and what is owed by it is told only then.
     */
    Runnable begin(List<Change> changes);

    /**
     * As {@link #append}, but returns before it is on disk, soon: for what a crash may take back, since it would be found
     * out again. Whatever is appended later is on disk only once this is, and what is owed by it is told only then.
     */
    void note(List<Change> changes);

    /**
     * Sees whether it can be written still.
     *
     * @throws JournalBroken if not, for good
     */
    void check();

    /** Takes an event on its way out, or counts it as dropped and answers false if the room for events is full. */
    boolean report(Outgoing event);

    /** Called once what was appended, noted or reported is on disk, or never will be; must not block. One listener. */
    void listen(Runnable news);

    Reception reception();

    /** What is known of this command; empty if it was never received, or was swept after it had ended. */
    Optional<Entry> entry(CommandId id);

    /**
     * The greatest id among the vouched commands that were forgotten; empty if none was. Ids begin with the time they were
     * made in, so whatever is greater was certainly not among them.
     */
    Optional<CommandId> forgottenTo();

    /** All that have not ended, in the order of the stream. */
    List<Entry> open();

    /** The oldest that the log has not stored, with a number above {@code after}; only what is on disk, and a few megabytes. */
    List<Owed> owed(Lane lane, long after, int most);

    /** The log has stored these. May be forgotten again by a crash: then they are told once more. */
    void told(Lane lane, Collection<Long> numbers);

    /**
     * Owes once more what the log was told: where each open command stands, and the kept ends that were stored at this
     * time or later. Under the same message ids, so a log that has them still keeps one.
     *
     * @return how many messages are owed by it
     */
    int owesAgain(Instant since);

    /** How many messages the log has not stored yet. */
    long owing(Lane lane);

    /** How many commands have not ended. */
    long openCount();

    /** How many commands are known, ended ones included. */
    long size();

    /** How many events were given up since the journal was made. */
    long dropped();

    /** Processes that were started or stopped by command, and their settings; empty settings: stopped. */
    Map<ProcessName, Optional<String>> processes();

    @Override
    void close();
}
