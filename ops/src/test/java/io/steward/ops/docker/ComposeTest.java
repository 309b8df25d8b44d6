package io.steward.ops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.AgentKeys;
import io.steward.controller.ControllerKeys;
import io.steward.model.config.Key;
import io.steward.ops.monitoring.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compose file promises to those who start it. */
final class ComposeTest {
    private static final Path FOLDER = Ops.folder().resolve("docker");
    private static final Pattern PINNED =
            Pattern.compile("\\$\\{[A-Z_]+:-[a-z0-9./-]+:v?[0-9]+\\.[0-9]+\\.[0-9]+[a-z0-9.-]*}");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:\\$\\{[A-Z_]+:-([0-9]+)}:[0-9]+");

    static Set<String> services() throws IOException {
        return Compose.read().services().keySet();
    }

    @Test
    void it_starts_broker_controller_agents_prometheus_and_grafana() throws IOException {
        assertThat(services())
                .containsExactlyInAnyOrder(
                        "broker", "controller", "enrol", "ship1", "ship2", "ship3", "prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("services")
    void images_are_pinned(String service) throws IOException {
        assertThat(String.valueOf(Compose.read().service(service).get("image"))).matches(PINNED);
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_container_is_an_ordinary_user_that_can_write_its_data_alone(String name) throws IOException {
        Map<String, Object> service = Compose.read().service(name);
        assertThat(service)
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .doesNotContainKey("privileged");
        assertThat(String.valueOf(service.get("user"))).contains("STEWARD_UID", "STEWARD_GID");
        for (String volume : Compose.texts(service.get("volumes"), "source")) {
            assertThat(volume.startsWith("./data/" + name + ":") || isShippedAndReadOnly(volume))
                    .as(volume)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void ports_are_published_on_loopback_alone(String name) throws IOException {
        assertThat(Compose.texts(Compose.read().service(name).get("ports"), "published"))
                .allSatisfy(port -> assertThat(port).matches(LOOPBACK));
        assertThat(Compose.read().service(name).get("network_mode")).isIn(null, "service:controller");
    }

    @Test
    void no_port_is_published_twice() throws IOException {
        List<String> ports = Compose.read().services().values().stream()
                .flatMap(service -> Compose.texts(Compose.map(service).get("ports"), "published").stream())
                .map(LOOPBACK::matcher)
                .filter(Matcher::matches)
                .map(port -> port.group(1))
                .toList();
        assertThat(ports).hasSizeGreaterThanOrEqualTo(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("services")
    void whoever_goes_on_running_has_a_health_check(String name) throws IOException {
        Map<String, Object> service = Compose.read().service(name);
        assertThat(service.containsKey("healthcheck")).isEqualTo(!"no".equals(service.get("restart")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void secrets_are_files_of_those_who_need_them(String name) throws IOException {
        Compose compose = Compose.read();
        Map<String, Object> service = compose.service(name);
        assertThat(compose.secrets().keySet()).containsAll(Compose.texts(service.get("secrets"), "source"));
        Set<String> there = new TreeSet<>(Compose.texts(service.get("secrets"), "target"));
        Compose.map(service.get("environment")).forEach((key, value) -> {
            if (key.matches(".*(PASSWORD|TOKEN|CREDENTIALS|SECRET).*")) {
                assertThat(String.valueOf(value)).startsWith("/run/secrets/");
            }
            if (String.valueOf(value).startsWith("/run/secrets/")) {
                assertThat(there).contains(String.valueOf(value).substring("/run/secrets/".length()));
            }
        });
    }

    @Test
    void no_agent_has_the_secrets_of_another() throws IOException {
        Compose compose = Compose.read();
        for (String ship : List.of("ship1", "ship2", "ship3")) {
            assertThat(Compose.texts(compose.service(ship).get("secrets"), "source"))
                    .containsExactlyInAnyOrder(ship + ".creds", "metrics.token");
        }
    }

    @Test
    void what_is_mounted_from_the_source_tree_is_there() throws IOException {
        Stream<String> secrets = Compose.read().secrets().values().stream()
                .map(secret -> String.valueOf(Compose.map(secret).get("file")));
        Stream<String> volumes = Compose.read().services().values().stream()
                .flatMap(service -> Compose.texts(Compose.map(service).get("volumes"), "source").stream())
                .map(volume -> volume.split(":")[0]);
        List<String> shipped = Stream.concat(secrets, volumes)
                .filter(path -> !path.startsWith("./site/") && !path.startsWith("./data/"))
                .toList();
        assertThat(shipped)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(path -> assertThat(FOLDER.resolve(path)).exists());
    }

    @Test
    void the_environment_names_keys_that_there_are() throws IOException {
        Compose compose = Compose.read();
        assertThat(environment(compose, "controller")).isNotEmpty().isSubsetOf(names(ControllerKeys.ALL));
        assertThat(environment(compose, "ship1")).isNotEmpty().isSubsetOf(names(AgentKeys.ALL));
    }

    private static boolean isShippedAndReadOnly(String volume) {
        return volume.startsWith("../") && volume.endsWith(":ro") && Files.exists(FOLDER.resolve(volume.split(":")[0]));
    }

    private static Set<String> environment(Compose compose, String service) {
        return Compose.map(compose.service(service).get("environment")).keySet();
    }

    private static Set<String> names(List<Key<?>> keys) {
        return keys.stream().map(Key::environmentName).collect(Collectors.toSet());
    }
}
