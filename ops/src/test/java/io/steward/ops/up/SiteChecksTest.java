package io.steward.ops.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.up.SiteChecks.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the folder of an {@code up} tells, on folders made by hand. */
final class SiteChecksTest {
    private static final long MB = 1L << 20;

    @TempDir
    Path root;

    private DataFolder folder;

    @BeforeEach
    void create() throws IOException {
        folder = new DataFolder(root);
        folder.create();
    }

    private void broker(String configuration) throws IOException {
        Files.writeString(root.resolve("conf").resolve("nats-server.conf"), configuration);
    }

    private Map<String, Check> checks() {
        return new SiteChecks(folder).look().stream().collect(Collectors.toMap(Check::name, Function.identity()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync_interval: always", "  sync_interval: \"always\"", "\tsync_interval:always"})
    void a_broker_that_forces_every_write_is_well(String line) throws IOException {
        broker("jetstream {\n" + line + "\n}\n");

        assertThat(checks().get("sync_interval").level()).isEqualTo("ok");
    }

    @Test
    void a_broker_with_the_default_may_lose_two_minutes() throws IOException {
        broker("jetstream {\n}\n# sync_interval: always\n");

        Check check = checks().get("sync_interval");

        assertThat(check.level()).isEqualTo("warn");
        assertThat(check.what()).contains("up to 2m (the default)", "a power cut loses");
        assertThat(check.advice()).contains("sync_interval: always", "streams.replicas=3");
    }

    @Test
    void a_broker_with_an_interval_may_lose_as_much() throws IOException {
        broker("jetstream {\n  sync_interval: 10s\n}\n");

        assertThat(checks().get("sync_interval").what()).contains("up to 10s");
    }

    @Test
    void without_a_broker_of_its_own_it_says_that_it_can_not_see() {
        assertThat(checks().get("sync_interval").level()).isEqualTo("warn");
        assertThat(checks().get("sync_interval").what()).contains("can't be seen");
    }

    @Test
    void a_disk_is_short_below_a_gigabyte_and_full_below_a_hundred_megabytes() {
        assertThat(SiteChecks.room(root, 1024 * MB).level()).isEqualTo("ok");
        assertThat(SiteChecks.room(root, 1024 * MB - 1).level()).isEqualTo("warn");
        assertThat(SiteChecks.room(root, 100 * MB - 1).level()).isEqualTo("fail");
        assertThat(SiteChecks.room(root, 1024 * MB - 1).advice()).startsWith("make room");
    }

    @Test
    void a_part_runs_or_is_kept_stopped_or_is_dead() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(folder.pidFile("controller"), ProcessHandle.current().pid() + "\n");
        Files.writeString(folder.pidFile("ship1"), gone.pid() + "\n");
        Files.writeString(folder.stopFile("ship1"), "kill");
        Files.writeString(folder.pidFile("ship2"), gone.pid() + "\n");

        Map<String, Check> checks = checks();

        assertThat(checks.get("controller").level()).isEqualTo("ok");
        assertThat(checks.get("ship1").level()).isEqualTo("warn");
        assertThat(checks.get("ship1").advice()).isEqualTo("'steward start ship1'");
        assertThat(checks.get("ship2").level()).isEqualTo("fail");
        assertThat(checks.get("ship2").advice()).contains(folder.log("ship2").toString());
    }

    @Test
    void a_port_where_no_broker_greets_fails() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String name = "port " + mute.getLocalPort();
            broker("port: " + mute.getLocalPort() + "\n");

            assertThat(checks().get(name).level()).isEqualTo("fail");
            assertThat(checks().get(name).advice()).contains("steward start broker");
        }
    }
}
