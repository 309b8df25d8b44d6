package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.steward.controller.projection.ChainReport.Anchor;
import io.steward.controller.projection.ChainReport.AnchorReport;
import io.steward.controller.projection.ChainReport.Finding;
import io.steward.controller.projection.ChainReport.Kind;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hash chain over a folded stream, and a log that is not as it was. */
class ChainTest {
    private static final List<LogEntry> LOG = Entries.seeded(Streams.COMMANDS, 11, 700);
    private static final int HEAD = 700;

    @TempDir
    Path folder;

    private StateDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
        fold(database, LOG, 97);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void a_log_that_is_as_it_was_is_equal_and_leads_to_every_anchor() throws Exception {
        ChainCheck check = check(LOG, 1, head(), anchor(1), anchor(256), anchor(257), anchor(600));

        assertThat(check.findings()).isEmpty();
        assertThat(check.entries()).isEqualTo(HEAD);
        assertThat(check.anchors()).hasSize(5).allMatch(AnchorReport::equal);
    }

    @Test
    void however_the_log_is_cut_into_batches_the_chain_is_the_same() throws Exception {
        try (StateDatabase other = StateDatabase.open(folder.resolve("other"), Duration.ofSeconds(30))) {
            fold(other, LOG, 700);
            assertThat(Dump.of(other, List.of(List.of("chain_block"))))
                    .isEqualTo(Dump.of(database, List.of(List.of("chain_block"))));
        }
    }

    @Test
    void one_altered_byte_one_altered_time_and_one_altered_subject_are_named() throws Exception {
        List<LogEntry> log = new ArrayList<>(LOG);
        LogEntry bytes = log.get(299);
        byte[] data = bytes.data().clone();
        data[data.length / 2] ^= 1;
        log.set(299, new LogEntry(bytes.stream(), 300, bytes.recordedAt(), bytes.subject(), data));
        LogEntry time = log.get(399);
        log.set(399, new LogEntry(time.stream(), 400, time.recordedAt().plusNanos(1), time.subject(), time.data()));
        LogEntry subject = log.get(499);
        log.set(
                499,
                new LogEntry(subject.stream(), 500, subject.recordedAt(), subject.subject() + "x", subject.data()));

        ChainCheck check = check(log, 1, head());

        assertThat(check.findings())
                .extracting(Finding::kind, Finding::firstSeq, Finding::lastSeq)
                .containsExactly(
                        tuple(Kind.ALTERED, 300L, 300L),
                        tuple(Kind.ALTERED, 400L, 400L),
                        tuple(Kind.ALTERED, 500L, 500L));
        assertThat(check.findings().get(0).is()).contains(bytes.subject());
        assertThat(check.anchors()).noneMatch(AnchorReport::equal);
        assertThat(check.places()).isEqualTo(3);
    }

    @Test
    void removed_entries_are_named_as_a_range_also_at_the_end() throws Exception {
        List<LogEntry> log = new ArrayList<>(LOG.subList(0, 650));
        log.subList(250, 260).clear();

        ChainCheck check = check(log, 1, anchor(255));

        assertThat(check.findings())
                .extracting(Finding::kind, Finding::firstSeq, Finding::lastSeq)
                .containsExactly(tuple(Kind.REMOVED, 251L, 260L), tuple(Kind.REMOVED, 651L, 700L));
        assertThat(check.anchors().get(0).words()).isEqualTo("the log holds nothing there");
    }

    @Test
    void a_hash_altered_in_the_state_database_is_found_by_the_log() throws Exception {
        sql("update steward.chain_block set hash = x'" + "00".repeat(32) + "' where block = 1");

        assertThat(check(LOG, 1).findings())
                .extracting(Finding::kind, Finding::firstSeq, Finding::lastSeq)
                .containsExactly(tuple(Kind.CHAIN, 257L, 700L));
    }

    @Test
    void a_log_and_a_database_that_were_both_rewritten_do_not_lead_to_an_anchor_kept_elsewhere() throws Exception {
        Anchor kept = anchor(HEAD);
        List<LogEntry> log = new ArrayList<>(LOG);
        LogEntry entry = log.get(10);
        log.set(10, new LogEntry(entry.stream(), 11, entry.recordedAt(), entry.subject(), "{}".getBytes("UTF-8")));
        sql("delete from steward.chain_block");
        try (Connection connection = database.connect()) {
            ChainRows.append(connection, Streams.COMMANDS, log);
        }

        ChainCheck check = check(log, 1, kept);

        assertThat(check.findings()).isEmpty();
        assertThat(check.anchors().get(0).equal()).isFalse();
        assertThat(check.anchors().get(0).words()).isEqualTo("the log leads to another hash there");
    }

    @Test
    void what_left_the_log_by_its_age_is_in_order_and_what_left_before_it_is_not() throws Exception {
        List<LogEntry> log = LOG.subList(299, HEAD);
        Instant lastGone = LOG.get(298).recordedAt();

        ChainCheck aged = check(log, 300, lastGone.plusSeconds(1), head(), anchor(600), anchor(100));
        assertThat(aged.findings()).isEmpty();
        assertThat(aged.entries()).isEqualTo(401);
        assertThat(aged.anchors()).extracting(AnchorReport::equal).containsExactly(false, true, true);

        ChainCheck cut = check(log, 300, LOG.get(0).recordedAt(), head());
        assertThat(cut.findings())
                .extracting(Finding::kind, Finding::firstSeq, Finding::lastSeq)
                .containsExactly(tuple(Kind.CUT, 1L, 299L));
    }

    @Test
    void a_chain_is_carried_over_entries_that_left_the_log() throws Exception {
        try (StateDatabase other = StateDatabase.open(folder.resolve("other"), Duration.ofSeconds(30));
                Connection from = database.connect();
                Connection to = other.connect()) {
            ChainRows.carry(from, to, Streams.COMMANDS, 300);
            fold(other, LOG.subList(299, HEAD), 50);
            assertThat(ChainRows.head(to, Streams.COMMANDS).orElseThrow().hash())
                    .isEqualTo(
                            ChainRows.head(from, Streams.COMMANDS).orElseThrow().hash());
        }
    }

    private ChainCheck check(List<LogEntry> log, long first, Anchor... anchors) throws SQLException {
        return check(log, first, Instant.EPOCH, anchors);
    }

    private ChainCheck check(List<LogEntry> log, long first, Instant keptFrom, Anchor... anchors) throws SQLException {
        try (Connection connection = database.connect()) {
            List<ChainBlock> blocks = ChainRows.page(connection, Streams.COMMANDS, -1, Long.MAX_VALUE, 1000);
            ChainCheck check = new ChainCheck(
                    first,
                    blocks.iterator(),
                    keptFrom,
                    Arrays.asList(anchors),
                    new ChainMemory(connection, Streams.COMMANDS, Streams.single()));
            log.forEach(check::take);
            check.end();
            return check;
        }
    }

    private Anchor head() throws SQLException {
        try (Connection connection = database.connect()) {
            ChainBlock head = ChainRows.head(connection, Streams.COMMANDS).orElseThrow();
            return Anchor.of(Streams.COMMANDS, head.lastSeq(), head.hash());
        }
    }

    private static Anchor anchor(int seq) {
        Chain chain = new Chain();
        byte[] hash = Chain.start();
        for (LogEntry entry : LOG.subList(0, seq)) {
            hash = chain.next(hash, chain.digest(entry));
        }
        return Anchor.parse(Streams.COMMANDS + ":" + seq + ":" + HexFormat.of().formatHex(hash));
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(Jdbc.update(connection, sql, new Jdbc.Row())).isPositive();
        }
    }

    private static void fold(StateDatabase database, List<LogEntry> entries, int batch) {
        try (H2Projection projection = new H2Projection(
                database,
                Streams.COMMANDS,
                H2Projection.tablesOf(Streams.COMMANDS, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            for (int from = 0; from < entries.size(); from += batch) {
                projection.fold(Entries.batch(entries.subList(from, Math.min(entries.size(), from + batch))));
            }
        }
    }
}
