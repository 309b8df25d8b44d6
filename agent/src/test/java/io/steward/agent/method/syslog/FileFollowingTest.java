package io.steward.agent.method.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFollowingTest {
    @TempDir
    Path temp;

    private Station station;
    private Path log;
    private int written;

    @BeforeEach
    void aLog() throws IOException {
        station = new Station(temp.resolve("process"));
        log = Files.createDirectory(temp.resolve("log")).resolve("dpkg.log");
    }

    @AfterEach
    void closeStation() {
        station.close();
    }

    /** Appends numbered lines. */
    private void append(int count) {
        try {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add("line " + written++);
            }
            Files.write(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rename() throws IOException {
        for (int i = 3; i >= 1; i--) {
            Path from = log.resolveSibling("dpkg.log." + i);
            if (Files.exists(from)) {
                Files.move(from, log.resolveSibling("dpkg.log." + (i + 1)));
            }
        }
        Files.move(log, log.resolveSibling("dpkg.log.1"));
    }

    private void copyAndTruncate() throws IOException {
        for (int i = 3; i >= 1; i--) {
            Path from = log.resolveSibling("dpkg.log." + i);
            if (Files.exists(from)) {
                Files.move(from, log.resolveSibling("dpkg.log." + (i + 1)));
            }
        }
        Files.copy(log, log.resolveSibling("dpkg.log.1"));
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** Every line once; in order, but for what lies on both sides of a rotation that nobody saw. */
    private void everyLineWasToldOnce() {
        String[] expected =
                IntStream.range(0, written).mapToObj(i -> "line " + i).toArray(String[]::new);
        await().until(() -> station.reported.size() >= written);
        assertThat(station.lines()).containsExactlyInAnyOrder(expected);
        assertThat(station.reported).extracting(Station.Reported::messageId).doesNotHaveDuplicates();
    }

    @Test
    void a_file_that_grows_is_told_line_by_line() {
        append(3);
        station.follow(log);
        everyLineWasToldOnce();
        append(2);
        everyLineWasToldOnce();

        assertThat(station.reported.get(0).subject()).hasToString("ship1.event.syslogforwarding.dpkg");
        assertThat(station.reported.get(0).json())
                .isEqualTo(
                        "{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"file\":\"" + log + "\",\"line\":\"line 0\"}");
    }

    @Test
    void a_file_that_comes_later_is_told_from_its_beginning() {
        station.follow(log);
        append(3);

        everyLineWasToldOnce();
    }

    @Test
    void the_beginning_of_a_line_waits_for_its_end() throws IOException {
        station.follow(log);
        append(1);
        Files.writeString(log, "line", StandardOpenOption.APPEND);
        everyLineWasToldOnce();
        Files.writeString(log, " 1\r\n", StandardOpenOption.APPEND);
        written = 2;

        everyLineWasToldOnce();
    }

    @Test
    void renaming_loses_nothing_also_what_is_still_written_to_the_old_file() throws IOException {
        station.follow(log);
        append(100);
        everyLineWasToldOnce();
        append(5);
        try (FileChannel holding = FileChannel.open(log, StandardOpenOption.APPEND)) {
            rename();
            append(5);
            everyLineWasToldOnce();
            holding.write(StandardCharsets.UTF_8.encode("line " + written++ + "\n"));
            everyLineWasToldOnce();
        }
        rename();
        append(5);
        everyLineWasToldOnce();
    }

    @Test
    void copy_and_truncate_loses_nothing() throws IOException {
        station.follow(log);
        append(100);
        everyLineWasToldOnce();
        append(7);
        copyAndTruncate();
        append(5);
        everyLineWasToldOnce();
        copyAndTruncate();
        append(200);

        everyLineWasToldOnce();
    }

    @Test
    void a_pattern_tells_no_copy_and_no_renamed_file_twice() throws IOException {
        station.start(Map.of("files", log + "*"));
        append(50);
        everyLineWasToldOnce();
        copyAndTruncate();
        append(5);
        everyLineWasToldOnce();
        rename();
        append(5);
        everyLineWasToldOnce();
        Files.write(log.resolveSibling("dpkg.log.9.gz"), new byte[] {31, (byte) 139, 10, 10});
        append(5);

        everyLineWasToldOnce();
    }

    @Test
    void a_restart_goes_on_where_it_was() {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        append(10);
        station.follow(log);

        everyLineWasToldOnce();
        assertThat(station.lines()).startsWith("line 0").endsWith("line 18", "line 19");
    }

    @Test
    void rotations_while_no_agent_ran_are_caught_up() throws IOException {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        append(10);
        rename();
        append(10);
        rename();
        append(10);
        station.follow(log);

        everyLineWasToldOnce();
    }

    @Test
    void copies_while_no_agent_ran_are_caught_up() throws IOException {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        append(10);
        copyAndTruncate();
        append(10);
        copyAndTruncate();
        append(30);
        station.follow(log);

        everyLineWasToldOnce();
    }

    @Test
    void another_file_under_the_same_inode_is_told_from_its_beginning() throws IOException {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        Files.writeString(log, "");
        append(20);
        station.follow(log);

        everyLineWasToldOnce();
    }

    @Test
    void a_file_that_vanished_and_came_back_goes_on_where_it_was() throws IOException {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        Path away = Files.move(log, temp.resolve("away"));
        station.start(Map.of("files", List.of(log.toString())));
        await().until(() ->
                station.command(Map.of("action", "status")).output().stdout().contains("\"done\":true"));
        Files.move(away, log);
        append(3);

        everyLineWasToldOnce();
    }

    @Test
    void a_very_long_line_is_cut_and_says_so() throws IOException {
        Files.writeString(log, "x".repeat(300_000) + "\nshort\n");
        station.follow(log);

        await().until(() -> station.reported.size() == 2);
        assertThat(station.reported.get(0).json()).endsWith("x\",\"cut\":true,\"bytes\":300000}");
        assertThat(station.lines().get(0)).hasSize(64 * 1024);
        assertThat(station.lines().get(1)).isEqualTo("short");
    }

    @Test
    void bytes_that_are_no_text_harm_nothing() throws IOException {
        Files.write(log, new byte[] {'a', (byte) 0xff, 0, 'b', '\n', '\n', 'c', '\n'});
        station.follow(log);

        await().until(() -> station.reported.size() == 3);
        assertThat(station.lines()).containsExactly("a\ufffd\\u0000b", "", "c");
    }

    @Test
    void status_tells_counts_and_positions() throws Exception {
        append(3);
        station.follow(log);
        everyLineWasToldOnce();

        await().untilAsserted(() -> assertThat(
                        station.command(Map.of("action", "status")).output().stdout())
                .startsWith("{\"lines\":3,\"bytes\":18,\"dropped\":0,\"cut\":0,")
                .contains("\"file\":\"" + log + "\"", "\"offset\":21", "\"problems\":{}"));
    }

    @Test
    void a_killed_agent_tells_again_under_the_same_ids_what_it_told_after_its_last_save() throws IOException {
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        Path positions = temp.resolve("process/positions");
        byte[] saved = Files.readAllBytes(positions);
        append(10);
        station.follow(log);
        everyLineWasToldOnce();
        station.close();
        Files.write(positions, saved);
        station.follow(log);

        await().until(() -> station.reported.size() == 30);
        assertThat(station.reported.subList(20, 30)).isEqualTo(station.reported.subList(10, 20));
    }

    @Test
    void a_file_of_many_lines_is_told_whole() {
        append(50_000);
        station.follow(log);

        everyLineWasToldOnce();
        assertThat(station.lines()).startsWith("line 0", "line 1").endsWith("line 49999");
    }
}
