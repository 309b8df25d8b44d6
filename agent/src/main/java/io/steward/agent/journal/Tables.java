package io.steward.agent.journal;

/**
 * Everything that a journal holds.
 *
 * @param meta journal id, reception, counters; by name
 * @param entries commands by id, and {@code commands} their JSON
 * @param acks and {@code events}: what is owed, by number
 * @param ends ended commands that the log has stored, by time and number, for sweeping
 * @param processes settings of processes by name; the first byte says whether they run
 */
record Tables(
        Table<String, byte[]> meta,
        Table<String, byte[]> entries,
        Table<String, byte[]> commands,
        Table<Long, byte[]> acks,
        Table<Long, byte[]> events,
        Table<Long, byte[]> ends,
        Table<String, byte[]> processes) {

    Table<Long, byte[]> lane(Lane lane) {
        return switch (lane) {
            case ACKS -> acks;
            case EVENTS -> events;
        };
    }
}
