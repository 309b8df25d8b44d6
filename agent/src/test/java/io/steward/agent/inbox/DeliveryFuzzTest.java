package io.steward.agent.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.journal.InMemoryJournal;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Owed;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the broker delivers to an agent is taken, answered or thrown away; the next one is taken, too. */
class DeliveryFuzzTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final String SUBJECT = "ship1.command.record.log";
    private static final String COMMAND = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"alice","issuedAt":"2026-11-22T09:00:00.000Z",
             "expiresAt":"2026-11-23T09:00:00.000Z","timeout":"PT30S","onCrash":"repeat","supersedes":true,
             "args":{"argv":["uname","-a"],"n":[1,2.5,null,true]},"reason":"weekly"}""";

    @Test
    void no_delivery_stops_the_intake() {
        JournalLimits limits = new JournalLimits(Duration.ofDays(1), 10, 1_000_000, 10, 1000, 100);
        long[] number = {0};
        InMemoryJournal journal = new InMemoryJournal(limits, () -> NINE, "journal-1");
        Intake intake = new Intake(NodeName.of("ship1"), journal);
        FuzzTarget.of("delivery", Grammar.JSON, COMMAND)
                .extremes(COMMAND)
                .memory(16L << 20, 2_000)
                .check(bytes -> {
                    number[0]++;
                    Delivery delivery = new Delivery(SUBJECT, bytes, "COMMANDS", number[0], number[0], 1, 0, NINE);
                    Intake.Taken taken = intake.take(List.of(delivery), 0, NINE);
                    assertThat(taken.receipts()).hasSize(1);
                    journal.told(
                            Lane.ACKS,
                            journal.owed(Lane.ACKS, -1, 100).stream()
                                    .map(Owed::number)
                                    .toList());
                });
        String good = COMMAND.replace("5f60", "5f61");
        Delivery last = new Delivery(
                SUBJECT, good.getBytes(StandardCharsets.UTF_8), "COMMANDS", number[0] + 1, number[0] + 1, 1, 0, NINE);
        assertThat(intake.take(List.of(last), 0, NINE).fresh()).hasSize(1);
    }

    @Test
    void no_subject_stops_the_intake() {
        FuzzTarget.of("subject of a delivery", Grammar.WORDS, SUBJECT, "ship2.command.record.log")
                .checkText(subject -> {
                    Delivery delivery = new Delivery(
                            subject, COMMAND.getBytes(StandardCharsets.UTF_8), "COMMANDS", 1, 1, 1, 0, NINE);
                    Reading.of(
                            delivery, NodeName.of("ship1"), id -> false, command -> java.util.Optional.empty(), NINE);
                });
    }
}
