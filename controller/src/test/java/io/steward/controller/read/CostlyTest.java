package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CostlyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select $2147483647::int",
                "select ?2147483647",
                "select 'a' where $100000 = 1",
                "select '''' || $999999",
                "select /* ' */ $999999 -- '",
                "select e'\\'' || $999999 || e'\\''"
            })
    void a_parameter_far_away_is_refused(String sql) {
        assertThat(Costly.problem(sql)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select $1::int",
                "select ?12345",
                "reason = 'costs $100000'",
                "stdout like '%http://h/?20261122%'",
                "select \"$999999\" from node_state",
                "node = 'a$123456'"
            })
    void a_text_that_looks_like_one_is_not(String sql) {
        assertThat(Costly.problem(sql)).isEmpty();
    }
}
