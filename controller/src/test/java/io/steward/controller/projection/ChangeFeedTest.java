package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private static StateChange change(long seq) {
        return new StateChange(
                StateChange.Type.EVENT, "EVENTS", seq, Cursor.START.with("EVENTS", seq), Map.of("seq", seq));
    }

    @Test
    void a_slow_watcher_is_dropped_and_told_and_a_quick_one_is_not() throws Exception {
        ChangeFeed feed = new ChangeFeed(2);
        try (ChangeFeed.Watch slow = feed.watch();
                ChangeFeed.Watch quick = feed.watch()) {
            for (long seq = 1; seq <= 5; seq++) {
                feed.publish(List.of(change(seq)));
                assertThat(quick.next(Duration.ZERO).orElseThrow().seq()).isEqualTo(seq);
            }
            assertThat(slow.dropped()).isTrue();
            assertThat(quick.dropped()).isFalse();
            assertThat(slow.next(Duration.ofDays(1)).orElseThrow().seq()).isEqualTo(1);
            assertThat(slow.next(Duration.ofDays(1)).orElseThrow().seq()).isEqualTo(2);
            assertThat(slow.next(Duration.ofDays(1))).isEmpty();
            assertThat(feed.watchers()).isEqualTo(1);
        }
        assertThat(feed.watchers()).isZero();
    }

    @Test
    void a_cursor_is_its_text() {
        Cursor cursor = Cursor.START.with("EVENTS", 34).with("COMMANDS_1", 12);
        assertThat(cursor.toString()).isEqualTo("COMMANDS_1:12,EVENTS:34");
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(Cursor.parse("")).isEqualTo(Cursor.START);
        assertThat(cursor.includes("EVENTS", 34)).isTrue();
        assertThat(cursor.includes("EVENTS", 35)).isFalse();
        for (String bad : List.of("x", "EVENTS", "EVENTS:-1", "EVENTS:1,", "EVENTS:99999999999999999999", "a b:1")) {
            assertThatThrownBy(() -> Cursor.parse(bad))
                    .hasMessageContaining("cursor")
                    .hasMessageContaining(bad);
        }
    }
}
