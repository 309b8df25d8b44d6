package io.steward.agent.method.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.method.syslog.SyslogMessage.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyslogParserTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private final SyslogParser parser = new SyslogParser(ZoneOffset.UTC);

    @Test
    void rfc_5424_with_structured_data() {
        SyslogMessage message = parser.parse(
                "<165>1 2026-10-11T22:14:15.003+02:00 mymachine.example.com evntslog 7 ID47"
                        + " [exampleSDID@32473 iut=\"3\" eventSource=\"Appli\\\"cation\\\\ \\] \\x\"][other@1] \ufeffAn event…",
                NOW);

        assertThat(message.format()).isEqualTo(Format.RFC5424);
        assertThat(message.facility()).contains(20);
        assertThat(message.severity()).contains(5);
        assertThat(message.at()).contains(Instant.parse("2026-10-11T20:14:15.003Z"));
        assertThat(message.host()).contains("mymachine.example.com");
        assertThat(message.app()).contains("evntslog");
        assertThat(message.procId()).contains("7");
        assertThat(message.msgId()).contains("ID47");
        assertThat(message.structured())
                .isEqualTo(Map.of(
                        "exampleSDID@32473",
                        Map.of("iut", "3", "eventSource", "Appli\"cation\\ ] \\x"),
                        "other@1",
                        Map.of()));
        assertThat(message.message()).isEqualTo("An event…");
    }

    @Test
    void rfc_5424_with_nothing_but_dashes() {
        SyslogMessage message = parser.parse("<0>1 - - - - - -", NOW);

        assertThat(message.format()).isEqualTo(Format.RFC5424);
        assertThat(message.at()).isEmpty();
        assertThat(message.host()).isEmpty();
        assertThat(message.message()).isEmpty();
    }

    @Test
    void rfc_3164_takes_the_year_that_lies_not_ahead() {
        SyslogMessage message = parser.parse("<34>Oct 11 22:14:15 mymachine su[42]: 'su root' failed: x", NOW);

        assertThat(message.format()).isEqualTo(Format.RFC3164);
        assertThat(message.at()).contains(Instant.parse("2026-10-11T22:14:15Z"));
        assertThat(message.host()).contains("mymachine");
        assertThat(message.app()).contains("su");
        assertThat(message.procId()).contains("42");
        assertThat(message.message()).isEqualTo("'su root' failed: x");
        assertThat(parser.parse("<34>Dec  1 22:14:15 m su: x", NOW).at())
                .contains(Instant.parse("2025-12-01T22:14:15Z"));
        assertThat(parser.parse("<34>Feb 29 22:14:15 m su: x", NOW).at()).isEmpty();
    }

    @Test
    void rfc_3164_without_host_or_time_or_tag() {
        SyslogMessage local = parser.parse("<13>Nov 22 08:00:00 root: hello", NOW);
        SyslogMessage bare = parser.parse("<13>hello there", NOW);

        assertThat(local.host()).isEmpty();
        assertThat(local.app()).contains("root");
        assertThat(local.message()).isEqualTo("hello");
        assertThat(bare.priority()).contains(13);
        assertThat(bare.message()).isEqualTo("hello there");
    }

    @Test
    void what_has_no_valid_priority_is_raw() {
        for (String text : new String[] {"hello", "", "<192>x", "<>x", "<1234>x", "<13"}) {
            SyslogMessage message = parser.parse(text, NOW);
            assertThat(message.format()).isEqualTo(Format.RAW);
            assertThat(message.message()).isEqualTo(text);
        }
    }

    @Test
    void lines_of_log_files_are_understood_where_they_look_like_it() {
        assertThat(parser.parseLine("Nov 22 08:00:00 ship1 kernel: up", NOW)
                        .orElseThrow()
                        .app())
                .contains("kernel");
        assertThat(parser.parseLine("2026-11-22T08:00:00.123456+00:00 ship1 sshd[7]: in", NOW)
                        .orElseThrow()
                        .at())
                .contains(Instant.parse("2026-11-22T08:00:00.123456Z"));
        assertThat(parser.parseLine("2026-11-22 08:00:00 status installed", NOW))
                .isEmpty();
    }

    /** Whatever the bytes, an answer; broken ones are made of whole ones, so that every branch is met. */
    @Test
    void no_bytes_make_it_throw() {
        String[] seeds = {
            "<165>1 2026-10-11T22:14:15.003Z host app 7 ID47 [a@1 b=\"c\" d=\"\\]\"][e] text",
            "<34>Oct 11 22:14:15 mymachine su[42]: failed",
            "<13>2026-10-11T22:14:15Z host app: text",
            "<0>1 - - - - - -"
        };
        Random random = new Random(20261122);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(6); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                        ? (byte) random.nextInt()
                        : (byte) " []\"\\=<>:1-".charAt(random.nextInt(11));
            }
            String text = new String(bytes, 0, random.nextInt(bytes.length + 1), StandardCharsets.UTF_8);
            assertThat(parser.parse(text, NOW)).as("round %d", round).isNotNull();
            assertThat(parser.parseLine(text, NOW)).isNotNull();
        }
    }
}
