package io.steward.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.config.Settings.BadSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Key<Integer> PORT = Key.number("http.port", 8080, 0, 65_535, "", "where the API listens");
    private static final Key<Boolean> TLS = Key.flag("http.tls", true, "whether");
    private static final Key<Duration> EVERY =
            Key.duration("heartbeat.interval", "PT15S", Duration.ofSeconds(1), "how often");
    private static final Key<Optional<String>> TOKEN = Key.optionalText("token.file", "a path", "who may");
    private static final Key<List<String>> NODES = Key.list("nodes", "", "names", "which");
    private static final Key<String> LABELS = Key.text("labels.*", "", "what it is");
    private static final List<Key<?>> ALL = List.of(PORT, TLS, EVERY, TOKEN, NODES, LABELS);

    @Test
    void what_is_not_said_has_its_default() throws BadSettings {
        Settings settings = Settings.read(ALL, List.of());

        assertThat(settings.get(PORT)).isEqualTo(8080);
        assertThat(settings.get(TLS)).isTrue();
        assertThat(settings.get(EVERY)).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.get(TOKEN)).isEmpty();
        assertThat(settings.get(NODES)).isEmpty();
        assertThat(settings.family(LABELS)).isEmpty();
    }

    @Test
    void the_stronger_layer_wins() throws BadSettings {
        Map<String, String> environment =
                Settings.fromEnvironment(ALL, Map.of("STEWARD_HTTP_PORT", "2", "STEWARD_URL", "not ours", "PATH", "x"));

        Settings settings = Settings.read(ALL, List.of(Map.of("http.port", "1", "nodes", "a, b"), environment));

        assertThat(settings.get(PORT)).isEqualTo(2);
        assertThat(settings.get(NODES)).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "no", "off", "False", "NO"})
    void false_zero_and_no_mean_false(String text) throws BadSettings {
        assertThat(Settings.read(ALL, List.of(Map.of("http.tls", text))).get(TLS))
                .isFalse();
    }

    @Test
    void a_family_is_read_by_the_rest_of_its_names() throws BadSettings {
        Settings settings = Settings.read(ALL, List.of(Map.of("labels.site", "north", "labels.line.a", "1")));

        assertThat(settings.family(LABELS)).containsExactly(Map.entry("line.a", "1"), Map.entry("site", "north"));
    }

    @Test
    void every_wrong_key_and_value_is_reported_at_once() {
        Map<String, String> wrong = Map.of(
                "http.port", "70000", "http.tls", "maybe", "heartbeat.interval", "PT0S", "http.prot", "1", "x", "");

        assertThatThrownBy(() -> Settings.read(ALL, List.of(wrong)))
                .isInstanceOfSatisfying(
                        BadSettings.class,
                        e -> assertThat(e.reasons())
                                .containsExactlyInAnyOrder(
                                        "key \"http.port\" value \"70000\" is not allowed: use 0 to 65535",
                                        "key \"http.tls\" value \"maybe\" is not allowed: use true, 1, yes or false, 0, no",
                                        "key \"heartbeat.interval\" value \"PT0S\" is not allowed: use an ISO 8601 duration,"
                                                + " PT1S or more",
                                        "unknown key \"http.prot\": here http.port, http.tls are known",
                                        "unknown key \"x\""));
    }
}
