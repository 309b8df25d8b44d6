package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvocationTest {
    @Test
    void exactly_one_of_argv_and_script_is_needed() {
        refused(Map.of(), "args.argv \"absent\" is not allowed: use exactly one of argv and script");
        refused(Map.of("argv", List.of("true"), "script", "true"), "use exactly one of argv and script");
    }

    @Test
    void an_unknown_field_is_named_but_its_value_is_not_shown() {
        refused(
                Map.of("argv", List.of("true"), "enviroment", Map.of("TOKEN", "hush")),
                "args.enviroment \"an object\" is not allowed: use only argv, script, interpreter, stdin, env, cwd, stream");
    }

    @Test
    void each_field_has_its_type() {
        refused(Map.of("argv", "uname -a"), "args.argv \"uname -a\" is not allowed: use a list of strings");
        refused(Map.of("argv", List.of()), "use a program and its arguments");
        refused(Map.of("argv", List.of("")), "use a program and its arguments");
        refused(Map.of("argv", List.of("a\0b")), "use text without NUL");
        refused(Map.of("argv", List.of("true"), "interpreter", "sh"), "use it with script only");
        refused(Map.of("argv", List.of("true"), "cwd", "relative"), "use an absolute path");
        refused(Map.of("argv", List.of("true"), "stream", "yes"), "use true or false");
        refused(Map.of("argv", List.of("true"), "env", Map.of("A-B", "x")), "args.env \"A-B\" is not allowed");
        refused(Map.of("argv", List.of("true"), "env", Map.of("STEWARD_COMMAND_ID", "x")), "is not allowed");
    }

    @Test
    void it_tells_nobody_what_may_be_secret() {
        Invocation invocation = Invocation.of(
                new Args(Map.of("argv", List.of("login", "hush"), "stdin", "hush", "env", Map.of("T", "hush"))));

        assertThat(invocation.toString()).doesNotContain("hush");
    }

    private static void refused(Map<String, ?> args, String part) {
        assertThatThrownBy(() -> Invocation.of(new Args(Map.copyOf(args))))
                .isInstanceOf(BadArgs.class)
                .hasMessageContaining(part);
    }
}
