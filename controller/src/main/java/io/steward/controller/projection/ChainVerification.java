package io.steward.controller.projection;

import io.steward.controller.log.PatientLog;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.ChainReport.Anchor;
import io.steward.controller.projection.ChainReport.AnchorReport;
import io.steward.controller.projection.ChainReport.StreamReport;
import io.steward.model.subject.Streams;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/** One reading of every guarded stream against its chain, up to where the chain had come at the beginning. One thread. */
final class ChainVerification {
    /** Clocks of broker and controller differ, and a broker removes what is old now and then only. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final int BATCH = 2000;
    private static final int PAGE = 100;

    /** How long streams are kept. */
    interface Ages {
        Duration of(String stream);
    }

    private final PatientLog log;
    private final Connection connection;
    private final Streams streams;
    private final Ages ages;
    private final Instant now;
    private final LongConsumer read;

    /** @param read hears how many entries were read more */
    ChainVerification(
            PatientLog log, Connection connection, Streams streams, Ages ages, Instant now, LongConsumer read) {
        this.log = log;
        this.connection = connection;
        this.streams = streams;
        this.ages = ages;
        this.now = now;
        this.read = read;
    }

    ChainReport run(List<Anchor> anchors) throws SQLException, InterruptedException {
        List<StreamReport> reports = new ArrayList<>();
        List<AnchorReport> judged = new ArrayList<>();
        for (String stream : streams.guardedStreams()) {
            List<Anchor> here = anchors.stream()
                    .filter(anchor -> anchor.stream().equals(stream))
                    .toList();
            reports.add(stream(stream, here, judged));
        }
        for (Anchor anchor : anchors) {
            if (!streams.guardedStreams().contains(anchor.stream())) {
                judged.add(new AnchorReport(anchor, false, "there is no such stream"));
            }
        }
        return new ChainReport(reports, judged);
    }

    private StreamReport stream(String stream, List<Anchor> anchors, List<AnchorReport> judged)
            throws SQLException, InterruptedException {
        Optional<ChainBlock> head = ChainRows.head(connection, stream);
        StreamFacts facts = log.ask(view -> view.facts(stream));
        Blocks blocks = new Blocks(stream, head);
        ChainCheck check = new ChainCheck(
                facts.firstSeq(),
                blocks,
                now.minus(ages.of(stream)).plus(MARGIN),
                anchors,
                new ChainMemory(connection, stream, streams));
        if (head.isPresent()) {
            long[] taken = {0};
            ToLongFunction<String> from = name -> taken[0];
            log.read(stream, from, head.get().lastSeq(), BATCH, batch -> {
                batch.entries().forEach(check::take);
                taken[0] = batch.last().seq();
                read.accept(batch.entries().size());
            });
        }
        check.end();
        judged.addAll(check.anchors());
        return new StreamReport(
                stream,
                check.entries(),
                facts.firstSeq(),
                blocks.begins,
                head.map(block -> Anchor.of(stream, block.lastSeq(), block.hash())),
                head.map(ChainBlock::lastAt),
                check.findings(),
                check.places());
    }

    /** The blocks of a chain up to a head, which grows meanwhile; those before it stand still. */
    private final class Blocks implements Iterator<ChainBlock> {
        private final String stream;
        private final List<ChainBlock> page = new ArrayList<>();
        private Optional<ChainBlock> head;
        private long reached = -1;
        private long begins;

        Blocks(String stream, Optional<ChainBlock> head) {
            this.stream = stream;
            this.head = head;
        }

        @Override
        public boolean hasNext() {
            if (page.isEmpty() && head.isPresent()) {
                try {
                    page.addAll(ChainRows.page(
                            connection, stream, reached, head.get().number(), PAGE));
                } catch (SQLException e) {
                    throw new Projection.Failed("the chain can't be read: " + e.getMessage(), e);
                }
                if (page.isEmpty()) {
                    page.add(head.get());
                    head = Optional.empty();
                }
            }
            return !page.isEmpty();
        }

        @Override
        public ChainBlock next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ChainBlock block = page.remove(0);
            reached = block.number();
            begins = begins == 0 ? block.firstHeld() : begins;
            return block;
        }
    }
}
