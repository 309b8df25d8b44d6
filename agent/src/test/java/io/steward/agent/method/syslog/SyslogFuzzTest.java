package io.steward.agent.method.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.method.syslog.Framing.Frame;
import io.steward.model.command.BadArgs;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may send to a syslog port, and what a crash or a stranger may leave in the positions. */
class SyslogFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final String MODERN =
            "<165>1 2026-11-22T09:00:00.003Z ship1 app 7 ID47 [x@1 a=\"b\\\"]\"][y@2 c=\"d\"] \uFEFFall is well";
    private static final String OLD = "<34>Nov 22 09:00:00 ship1 su[42]: 'su root' failed for lonvick on /dev/pts/8";

    @TempDir
    Path folder;

    @Test
    void every_stream_of_bytes_is_parted_and_read_to_its_end() {
        String counted = MODERN.getBytes(UTF_8).length + " " + MODERN + OLD.length() + " " + OLD;
        SyslogParser parser = new SyslogParser(ZoneOffset.UTC);
        FuzzTarget.of("syslog stream", Grammar.SYSLOG, counted, MODERN + "\n" + OLD + "\r\n", "999999999 " + OLD)
                .inputs(5_000)
                .check(bytes -> {
                    Framing framing = new Framing(new ByteArrayInputStream(bytes));
                    long read = 0;
                    for (Optional<Frame> frame = framing.next(); frame.isPresent(); frame = framing.next()) {
                        assertThat(frame.get().text().length()).isLessThanOrEqualTo(Reports.LONGEST);
                        parser.parse(frame.get().text(), NOW);
                        parser.parseLine(frame.get().text(), NOW);
                        read += frame.get().length();
                    }
                    assertThat(read).isLessThanOrEqualTo(bytes.length);
                });
    }

    @Test
    void whatever_stands_in_the_positions_what_is_whole_is_found_and_the_rest_passed_over() {
        String key = "64769:131";
        String line =
                new Position(key, Path.of("/var/log/dpkg.log"), 4_096, 2, Position.Head.NONE, false).text() + "\n";
        FuzzTarget.of("syslog positions", Grammar.WORDS, line + line.replace("131", "132"))
                .inputs(3_000)
                .check(bytes -> {
                    Files.write(folder.resolve("positions"), bytes);
                    List<Position> found = new Positions(folder).load();
                    assertThat(found).allMatch(position -> position.offset() >= 0);
                });
    }

    @Test
    void settings_are_read_or_refused() {
        String settings =
                "{\"files\":[\"/var/log/*.log\",\"/var/log/{a,b}[0-9]?\"],\"udp\":5514,\"tcp\":\"127.0.0.1:6514\"}";
        FuzzTarget.of("syslog settings", Grammar.JSON, settings, "{\"files\":\"/a/b, /c/d\"}")
                .refusing(BadArgs.class, Unreadable.class)
                .inputs(1_000)
                .extremes(settings)
                .checkText(text -> ForwardingSettings.of(PlainObject.read(text)));
    }
}
