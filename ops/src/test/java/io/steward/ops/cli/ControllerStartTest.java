package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerStartTest {
    @TempDir
    Path temp;

    @Test
    void a_port_that_is_taken_is_told_in_one_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String said = refused("--set", "http.port=" + taken.getLocalPort());
            assertThat(said.lines().filter(line -> line.startsWith("steward: ")))
                    .singleElement()
                    .asString()
                    .contains("http.port", "127.0.0.1:" + taken.getLocalPort(), "in use");
            assertThat(said).doesNotContain("\tat ");
        }
    }

    @Test
    void a_tokens_file_that_is_missing_or_wrong_is_told_in_one_sentence() throws IOException {
        String missing = refused("--set", "http.tokens.file=" + temp.resolve("nowhere"));
        assertThat(missing)
                .contains("steward: the controller can't start", "nowhere")
                .doesNotContain("\tat ");
        Path wrong = Files.writeString(temp.resolve("tokens"), "alice emperor 00\n");
        assertThat(refused("--set", "http.tokens.file=" + wrong))
                .contains("line 1 is not allowed")
                .doesNotContain("\tat ");
    }

    private String refused(String... more) throws IOException {
        String[] args = new String[5 + more.length];
        args[0] = "controller";
        args[1] = "--set";
        args[2] = "data.dir=" + temp.resolve("data");
        args[3] = "--set";
        args[4] = "nats.credentials=" + Files.writeString(temp.resolve("none.creds"), "none\n");
        System.arraycopy(more, 0, args, 5, more.length);
        PrintStream usual = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Steward.run(args)).isEqualTo(2);
        } finally {
            System.setErr(usual);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
