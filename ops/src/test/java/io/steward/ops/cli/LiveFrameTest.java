package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.cli.EventStream.Change;
import io.steward.ops.cli.LiveList.Picture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LiveFrameTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:10:00Z");
    private static final Terminal PLAIN = new Terminal(Optional.of(80), false);

    /** A list whose picture is given. */
    private record Given(String title, boolean commands) implements LiveList {
        @Override
        public List<Column> columns(Instant now) {
            return commands ? Views.liveCommands(now) : Views.nodes(now);
        }

        @Override
        public void take(Change change) {}

        @Override
        public void refresh(Instant now) {}

        @Override
        public Picture picture() {
            return new Picture(List.of(), List.of());
        }
    }

    @Test
    void trouble_stands_on_top_and_the_totals_at_the_foot() {
        List<String> lines = nodes(
                80,
                9,
                true,
                List.of(
                        node("ship10", true, 0, 0, "SUCCEEDED"),
                        node("ship2", true, 0, 0, "SUCCEEDED"),
                        node("ship3", false, 0, 0, "SUCCEEDED"),
                        node("ship4", false, 2, 0, "SUCCEEDED"),
                        node("ship5", true, 1, 1, "SUCCEEDED"),
                        node("ship6", true, 0, 0, "TIMED_OUT")));
        assertThat(lines.get(0)).startsWith("nodes ").contains("● live");
        assertThat(lines.get(1)).startsWith("NODE    STATE");
        assertThat(lines.subList(2, 8).stream().map(line -> line.split(" ")[0]))
                .containsExactly("ship6", "ship4", "ship5", "ship3", "ship2", "ship10");
        assertThat(lines.get(3)).contains("away, seen 10m ago");
        assertThat(lines.get(8))
                .isEqualTo("6 nodes  4 online  2 away  1 running  3 queued  1 went wrong             q quits");
    }

    @Test
    void what_does_not_fit_is_counted_and_can_be_scrolled_to() {
        List<Map<String, @Nullable Object>> many = some(100);
        List<String> lines = nodes(80, 10, true, many);
        assertThat(lines).hasSize(10);
        assertThat(lines.get(2)).startsWith("ship1 ");
        assertThat(lines.get(9)).contains("rows 1-7 of 100");

        Picture picture = picture(many);
        LiveFrame frame = new LiveFrame(PLAIN, 80, 10, 1000, true, NOW);
        assertThat(frame.reachable(1000, 100)).isEqualTo(93);
        assertThat(frame.lines(new Given("nodes", false), picture).get(8)).startsWith("ship100 ");
    }

    @Test
    void a_stream_that_is_cut_is_said() {
        assertThat(nodes(80, 5, false, some(1)).get(0))
                .contains("○ reconnecting")
                .doesNotContain("live");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 50", "40, 10", "20, 3", "10, 2", "1, 1"})
    void a_picture_has_the_size_of_the_screen_and_no_line_is_wider(int width, int height) {
        Map<String, @Nullable Object> odd =
                node("ship-with-a-very-long-name-日本語-" + "x".repeat(60), true, 0, 0, "LOST");
        List<String> lines = nodes(width, height, true, List.of(odd));
        assertThat(lines).hasSize(height);
        assertThat(lines).allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(width));
        VirtualScreen screen = new VirtualScreen(width, height);
        screen.write("\033[?7l" + String.join("\r\n", lines));
        assertThat(screen.paper()).hasSizeLessThanOrEqualTo(height);
    }

    @Test
    void running_commands_stand_before_waiting_ones_and_those_before_the_ended_ones() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(command("QUEUED", "2026-11-22T09:00:" + (10 + i) + ".000Z", null, null));
        }
        rows.add(command(
                "SUCCEEDED", "2026-11-22T08:00:00.000Z", "2026-11-22T08:00:01.000Z", "2026-11-22T08:00:03.500Z"));
        rows.add(command("FAILED", "2026-11-22T09:00:00.000Z", "2026-11-22T09:00:01.000Z", "2026-11-22T09:00:02.000Z"));
        rows.add(command("STARTED", "2026-11-22T09:08:00.000Z", "2026-11-22T09:09:00.000Z", null));
        rows.add(command("STARTED", "2026-11-22T09:08:00.000Z", "2026-11-22T09:05:00.000Z", null));
        List<Map<String, @Nullable Object>> ordered = LiveCommands.ordered(rows);
        Picture picture = new Picture(
                ordered,
                LiveCommands.totals(
                        ordered, List.of(Map.of("status", "QUEUED", "n", 20L), Map.of("status", "STARTED", "n", 2L))));
        List<String> lines = new LiveFrame(PLAIN, 100, 16, 0, true, NOW).lines(new Given("commands", true), picture);
        assertThat(lines.subList(1, 5))
                .containsExactly(
                        "STATUS     NODE   COMMAND               ISSUED   TOOK  BY     ID",
                        "STARTED    ship1  sh -c 'echo it'\\''s'  2m ago   5m    alice  0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60",
                        "STARTED    ship1  sh -c 'echo it'\\''s'  2m ago   1m    alice  0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60",
                        "QUEUED     ship1  sh -c 'echo it'\\''s'  9m ago         alice  0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
        assertThat(lines.subList(12, 14))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("FAILED ").contains("1.0s"),
                        line -> assertThat(line).startsWith("SUCCEEDED ").contains("2.5s"));
        assertThat(lines.get(15)).startsWith("2 running  20 waiting  1 done  1 went wrong");
    }

    @Test
    void colours_say_what_is_good_bad_and_waiting_and_change_no_width() {
        Terminal coloured = new Terminal(Optional.of(80), true);
        Picture picture =
                picture(List.of(node("ship1", true, 0, 0, "SUCCEEDED"), node("ship2", false, 1, 0, "FAILED")));
        List<String> toned = new LiveFrame(coloured, 80, 6, 0, true, NOW).lines(new Given("nodes", false), picture);
        List<String> plain = new LiveFrame(PLAIN, 80, 6, 0, true, NOW).lines(new Given("nodes", false), picture);
        assertThat(toned.get(2)).contains("\033[33maway").contains("\033[31mFAILED");
        assertThat(toned.get(3)).contains("\033[32monline").contains("\033[32mSUCCEEDED");
        assertThat(toned.stream()
                        .map(line -> line.replaceAll("\033\\[[0-9]*m", "").stripTrailing()))
                .containsExactlyElementsOf(
                        plain.stream().map(String::stripTrailing).toList());
    }

    private static List<String> nodes(int width, int height, boolean live, List<Map<String, @Nullable Object>> rows) {
        return new LiveFrame(PLAIN, width, height, 0, live, NOW).lines(new Given("nodes", false), picture(rows));
    }

    private static Picture picture(List<Map<String, @Nullable Object>> rows) {
        return new Picture(LiveNodes.ordered(rows), LiveNodes.totals(rows));
    }

    private static List<Map<String, @Nullable Object>> some(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(i -> node("ship" + i, true, 0, 0, "SUCCEEDED"))
                .toList();
    }

    private static Map<String, @Nullable Object> node(
            String name, boolean online, long queued, long running, String status) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("node", name);
        row.put("online", online);
        row.put("last_seen", "2026-11-22T09:00:00.000Z");
        row.put("queued", queued);
        row.put("running", running);
        row.put("last_status", status);
        return row;
    }

    private static Map<String, @Nullable Object> command(
            String status, String issued, @Nullable String started, @Nullable String finished) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
        row.put("node", "ship1");
        row.put("status", status);
        row.put("issued_by", "alice");
        row.put("issued_at", issued);
        row.put("started_at", started);
        row.put("finished_at", finished);
        row.put("args", "{\"argv\":[\"sh\",\"-c\",\"echo it's\"]}");
        return row;
    }
}
