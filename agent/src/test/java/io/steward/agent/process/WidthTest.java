package io.steward.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.agent.RecordingMethod;
import io.steward.agent.method.Method;
import io.steward.agent.method.shell.ShellCommand;
import io.steward.model.command.Args;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WidthTest {
    private final Method shell = new ShellCommand();

    private static Args concurrency(Object value) {
        return new Args(Map.of("concurrency", value));
    }

    @Test
    void a_process_does_one_thing_after_the_other_unless_its_settings_ask_for_more() {
        assertThat(Width.of(shell, Args.NONE)).isEqualTo(1);
        assertThat(Width.of(shell, concurrency(4))).isEqualTo(4);
        assertThat(Width.of(shell, concurrency(64L))).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65", "1.5", "4294967297"})
    void a_number_that_makes_no_sense_is_refused(String number) {
        assertThatThrownBy(() -> Width.of(shell, concurrency(Double.valueOf(number))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("concurrency")
                .hasMessageContaining("use 1 to 64");
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThatThrownBy(() -> Width.of(shell, concurrency("many"))).hasMessageContaining("\"many\" is not allowed");
    }

    @Test
    void a_method_that_can_do_one_thing_only_is_not_asked_for_more() {
        assertThat(Width.of(new RecordingMethod(), concurrency(1))).isEqualTo(1);
        assertThatThrownBy(() -> Width.of(new RecordingMethod(), concurrency(2)))
                .hasMessageContaining("method record does one thing after the other, use 1");
    }
}
