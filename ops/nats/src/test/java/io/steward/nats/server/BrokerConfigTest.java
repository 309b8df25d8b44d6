package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.nats.keys.FleetKeys;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerConfigTest {
    @TempDir
    Path temp;

    @Test
    void by_default_it_listens_on_loopback_and_forces_every_write() {
        String text = BrokerConfig.loopback(temp).render(FleetKeys.openOrCreate(temp.resolve("keys")));
        assertThat(text)
                .contains("host: \"127.0.0.1\"", "port: -1", "max_payload: 8388608", "sync_interval: always")
                .contains("type: full", "resolver_preload")
                .doesNotContain("http:");
    }

    @Test
    void a_sync_interval_is_written_in_milliseconds() {
        BrokerConfig config = BrokerConfig.loopback(temp).withSyncInterval(Duration.ofSeconds(2));
        assertThat(config.render(FleetKeys.openOrCreate(temp.resolve("keys")))).contains("sync_interval: \"2000ms\"");
    }

    @Test
    void impossible_values_are_refused_by_name() {
        BrokerConfig config = BrokerConfig.loopback(temp);
        assertThatThrownBy(() -> config.withPort(70000)).hasMessage("port is 70000; allowed: 0 to 65535");
        assertThatThrownBy(() -> config.withMonitor(-1)).hasMessage("monitor is -1; allowed: 0 to 65535");
        assertThatThrownBy(() -> config.withSyncInterval(Duration.ZERO)).hasMessageContaining("syncInterval is PT0S");
    }
}
