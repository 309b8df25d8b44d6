package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Surroundings;
import io.steward.model.command.Args;
import io.steward.model.subject.ProcessName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableMethodTest {
    @TempDir
    Path temp;

    private void executable(String name, String text) throws Exception {
        Files.setPosixFilePermissions(
                Files.writeString(temp.resolve(name), text), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void an_executable_gets_the_arguments_and_answers_with_its_exit_code_and_output() throws Exception {
        executable("moor.sh", "#!/bin/sh\ncat; echo $STEWARD_NODE $STEWARD_SUBJECT $STEWARD_COMMAND_ID; exit 4\n");
        Bench bench = new Bench(temp.resolve("work"));
        Method moor = ExecutableMethods.in(temp).get(0);
        Surroundings surroundings = new Surroundings(
                Bench.SHIP1, new ProcessName("moor", "x"), Args.NONE, temp, (s, m, j) -> true, Instant::now);

        Outcome outcome = moor.open(surroundings).run(bench.work(Map.of("pier", List.of(7, "it's"))));

        assertThat(moor.name()).isEqualTo("moor");
        assertThat(moor.servesOnDemand("x")).isTrue();
        assertThat(outcome.exitCode()).contains(4);
        assertThat(outcome.output().stdout())
                .isEqualTo(
                        "{\"pier\":[7,\"it's\"]}\nship1 ship1.command.shellcommand.operatingsystem " + bench.id + "\n");
    }

    @Test
    void what_is_not_executable_or_has_no_usable_name_is_no_method() throws Exception {
        executable("one", "#!/bin/sh\n");
        executable("two words", "#!/bin/sh\n");
        executable(".hidden", "#!/bin/sh\n");
        Files.writeString(temp.resolve("README"), "read me");

        assertThat(ExecutableMethods.in(temp)).extracting(Method::name).containsExactly("one");
        assertThat(ExecutableMethods.in(temp.resolve("none"))).isEmpty();
    }

    @Test
    void the_methods_of_the_jar_are_found() {
        assertThat(ServiceLoader.load(Method.class))
                .extracting(Method::name)
                .contains("shellcommand", "syslogforwarding");
    }
}
