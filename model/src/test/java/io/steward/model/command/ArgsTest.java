package io.steward.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgsTest {
    @Test
    void fields_are_read_by_type() {
        Args args = new Args(Map.of("argv", List.of("uname", "-a"), "stream", true, "lines", 5L, "cwd", "/"));

        assertThat(args.strings("argv")).contains(List.of("uname", "-a"));
        assertThat(args.bool("stream")).contains(true);
        assertThat(args.integer("lines")).contains(5L);
        assertThat(args.string("cwd")).contains("/");
        assertThat(args.string("stdin")).isEmpty();
    }

    @Test
    void a_field_of_another_type_is_named() {
        Args args = new Args(Map.of("argv", "uname -a", "lines", 1.5, "env", Map.of("A", List.of())));

        assertThatThrownBy(() -> args.strings("argv"))
                .isInstanceOf(BadArgs.class)
                .hasMessage("args.argv \"uname -a\" is not allowed: use a list of strings");
        assertThatThrownBy(() -> args.integer("lines"))
                .hasMessage("args.lines \"1.5\" is not allowed: use a whole number");
        assertThatThrownBy(() -> args.stringMap("env")).hasMessage("args.env.A \"[]\" is not allowed: use a string");
    }

    @Test
    void nobody_changes_arguments_from_outside() {
        List<String> argv = new ArrayList<>(List.of("true"));
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("argv", argv));
        Args args = new Args(fields);
        argv.add("false");
        fields.clear();

        assertThat(args.strings("argv")).contains(List.of("true"));
        assertThatThrownBy(() -> args.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
