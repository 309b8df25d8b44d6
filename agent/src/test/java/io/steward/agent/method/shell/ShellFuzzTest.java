package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.BadArgs;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments of a shell command, and what a crash leaves in the folder of its run. */
class ShellFuzzTest {
    @TempDir
    Path folder;

    @Test
    void arguments_are_taken_or_refused() {
        String argv =
                "{\"argv\":[\"uname\",\"-a\"],\"stdin\":\"x\",\"env\":{\"A\":\"b\",\"N\":1},\"cwd\":\"/tmp\",\"stream\":true}";
        String script = "{\"script\":\"echo a\",\"interpreter\":[\"/bin/sh\",\"-e\"]}";
        FuzzTarget.of("shell arguments", Grammar.JSON, argv, script)
                .refusing(BadArgs.class, Unreadable.class)
                .extremes(argv, script)
                .checkText(text -> {
                    Invocation invocation = Invocation.of(PlainObject.read(text));
                    Programs.obstacle(invocation, Optional.of("/bin"));
                });
    }

    @Test
    void whatever_a_crash_left_in_the_folder_of_a_run_it_is_read() throws Exception {
        RunFolder run = RunFolder.create(folder.resolve("work"));
        FuzzTarget.of(
                        "run folder",
                        Grammar.WORDS,
                        "4711 123456\n",
                        "agent\n",
                        "0\n",
                        "255\n",
                        "TIMEOUT\n",
                        "CANCELED\n")
                .inputs(500)
                .memory(16L << 20, 2_000)
                .check(bytes -> {
                    for (String name : new String[] {"claim", "exit", "stopped", "wrapper.err", "stdout"}) {
                        Files.write(run.file(name), bytes);
                    }
                    run.claimForAgent();
                    run.claimedBy().ifPresent(leader -> leader.alive().getAsBoolean());
                    assertThat(run.exitCode().orElse(0)).isBetween(0, 999);
                    run.stopped();
                    run.complaint();
                    OutputFile.Shown shown = new OutputFile(run.file("stdout")).shown();
                    assertThat(shown.bytes()).isEqualTo(bytes.length);
                    RunFolder.last(folder.resolve("work"));
                });
    }
}
