package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RememberedTest {
    private final Remembered<String, String> rows = new Remembered<>(10, String::length);

    @Test
    void what_was_not_asked_for_longest_goes_when_the_weight_is_too_much() {
        rows.put("a", "aaaa");
        rows.put("b", "bbbb");
        assertThat(rows.get("a")).contains("aaaa");
        rows.put("c", "cccc");
        assertThat(rows.get("b")).isEmpty();
        assertThat(rows.get("a")).contains("aaaa");
        assertThat(rows.get("c")).contains("cccc");
    }

    @Test
    void a_row_too_heavy_for_all_is_not_kept_and_a_smaller_one_in_its_place_is() {
        rows.put("a", "a");
        rows.put("b", "bbbbbbbbbbbb");
        assertThat(rows.get("b")).isEmpty();
        rows.put("b", "bb");
        assertThat(rows.get("b")).contains("bb");
        rows.remove("b");
        rows.put("c", "cccccccccc");
        assertThat(rows.get("c")).contains("cccccccccc");
        rows.clear();
        assertThat(rows.get("c")).isEmpty();
    }
}
