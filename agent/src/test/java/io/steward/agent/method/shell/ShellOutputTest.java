package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import io.steward.model.command.Output;
import io.steward.model.event.OutputChunk;
import io.steward.model.event.OutputChunk.Std;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellOutputTest {
    @TempDir
    Path temp;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(temp.resolve("work"));
    }

    @Test
    void of_five_megabytes_the_head_and_the_tail_ride_in_with_the_true_count() throws Exception {
        Outcome outcome = bench.script("i=0; while [ $i -lt 51000 ]; do echo $i; i=$((i+1)); done | "
                + "awk '{ printf \"%s äöü€😀%080d\\n\", $1, $1 }'; echo the end");

        Output output = outcome.output();
        assertThat(output.truncated()).isTrue();
        assertThat(output.stdoutBytes()).isGreaterThan(5_000_000);
        assertThat(output.stdout())
                .startsWith("0 äöü€😀0")
                .endsWith("the end\n")
                .doesNotContain("\ufffd");
        assertThat(bytes(output.stdout())).isBetween(Output.INLINE_BYTES - 1024, Output.INLINE_BYTES);
        assertThat(leftOut(output.stdout()))
                .isEqualTo(output.stdoutBytes() - bytes(output.stdout()) + noteBytes(output));
    }

    @Test
    void what_just_fits_is_whole() throws Exception {
        Outcome fits = bench.argv("head", "-c", Integer.toString(Output.INLINE_BYTES), "/dev/zero");
        Outcome over = bench.argv("head", "-c", Integer.toString(Output.INLINE_BYTES + 1), "/dev/zero");

        assertThat(fits.output().truncated()).isFalse();
        assertThat(bytes(fits.output().stdout())).isEqualTo(Output.INLINE_BYTES);
        assertThat(over.output().truncated()).isTrue();
        assertThat(over.output().stdoutBytes()).isEqualTo(Output.INLINE_BYTES + 1);
        assertThat(bytes(over.output().stdout())).isLessThanOrEqualTo(Output.INLINE_BYTES);
    }

    @Test
    void bytes_that_are_no_text_are_replaced_and_still_fit() throws Exception {
        Outcome few = bench.argv("printf", "a\\377\\376b\\303");
        Outcome many = bench.argv("head", "-c", "250000", "/dev/urandom");
        Outcome allBad = bench.script("head -c 1000000 /dev/zero | tr '\\0' '\\377'");

        assertThat(few.output()).isEqualTo(new Output("a\ufffd\ufffdb\ufffd", "", 5, 0, false));
        assertThat(many.output().stdoutBytes()).isEqualTo(250_000);
        assertThat(many.output().truncated()).isTrue();
        assertThat(bytes(many.output().stdout())).isBetween(200_000, Output.INLINE_BYTES);
        assertThat(bytes(allBad.output().stdout())).isBetween(200_000, Output.INLINE_BYTES);
        assertThat(leftOut(allBad.output().stdout()))
                .isEqualTo(1_000_000
                        - allBad.output()
                                .stdout()
                                .chars()
                                .filter(c -> c == 0xfffd)
                                .count());
    }

    @Test
    void output_without_end_stays_small_on_disk() throws Exception {
        CompletableFuture<Outcome> running = bench.start(Map.of("argv", List.of("yes", "0123456789abcde")));
        Path stdout = temp.resolve("work/1/stdout");
        long gigabyte = 1L << 30;
        await().atMost(2, TimeUnit.MINUTES).until(() -> Files.exists(stdout) && Files.size(stdout) > gigabyte);

        bench.stop.request(Stop.Reason.CANCEL);
        Outcome outcome = running.get(60, TimeUnit.SECONDS);

        assertThat(outcome.output().stdoutBytes()).isEqualTo(Files.size(stdout)).isGreaterThan(gigabyte);
        assertThat(outcome.output().stdout()).startsWith("0123456789abcde\n").doesNotContain("\0");
        assertThat(onDisk(stdout)).isLessThan(Files.size(stdout) / 2);
    }

    @Test
    void lines_are_reported_while_it_runs() throws Exception {
        Path go = temp.resolve("go");
        CompletableFuture<Outcome> running = bench.start(streamed(
                "echo one; echo two; printf 'three? ' >&2; while [ ! -e " + go + " ]; do sleep 0.05; done; echo four"));

        await().untilAsserted(() -> {
            assertThat(bench.streamed(Std.STDOUT)).isEqualTo("one\ntwo\n");
            assertThat(bench.streamed(Std.STDERR)).isEqualTo("three? ");
        });
        assertThat(running).isNotDone();
        Files.createFile(go);
        Outcome outcome = running.get(60, TimeUnit.SECONDS);

        assertThat(bench.streamed(Std.STDOUT))
                .isEqualTo(outcome.output().stdout())
                .isEqualTo("one\ntwo\nfour\n");
        assertThat(bench.reported.get(0).subject()).hasToString("ship1.event.output." + bench.id);
        assertThat(bench.reported.get(0).messageId()).isEqualTo(bench.id + ".STDOUT.0");
    }

    @Test
    void pieces_follow_one_another_end_at_lines_and_cut_no_character() throws Exception {
        Outcome outcome = bench.run(streamed("awk 'BEGIN { for (i = 0; i < 20000; i++) print i \" äöü€😀\" }';"
                + "head -c 100000 /dev/zero | tr '\\0' x; awk 'BEGIN { for (i = 0; i < 30000; i++) printf \"€\" }'"));

        List<OutputChunk> chunks =
                bench.reported.stream().map(Bench.Reported::chunk).toList();
        long offset = 0;
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(chunks.get(i).seq()).isEqualTo(i);
            assertThat(chunks.get(i).offset()).isEqualTo(offset);
            assertThat(chunks.get(i).text()).doesNotContain("\ufffd");
            int length = bytes(chunks.get(i).text());
            assertThat(length).isBetween(1, 32 * 1024);
            offset += length;
        }
        assertThat(offset).isEqualTo(outcome.output().stdoutBytes());
        assertThat(chunks.get(0).text()).endsWith("\n");
    }

    @Test
    void the_pieces_of_a_second_start_have_other_names() throws Exception {
        bench.attempt(2).run(streamed("echo again"));

        assertThat(bench.reported.get(0).messageId()).isEqualTo(bench.id + ".STDOUT.0.2");
    }

    private static Map<String, Object> streamed(String script) {
        return new HashMap<>(Map.of("script", script, "stream", true));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long leftOut(String text) {
        return Long.parseLong(text.replaceAll("(?s).*\n… (\\d+) bytes left out …\n.*", "$1"));
    }

    private static int noteBytes(Output output) {
        return bytes("\n… " + leftOut(output.stdout()) + " bytes left out …\n");
    }

    private static long onDisk(Path file) throws Exception {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        return Long.parseLong(
                new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", -1)[0]);
    }
}
