package io.steward.ops.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ops/security/dependencies} on bills of materials with planted faults, and a service that answers as told. */
class DependenciesTest {
    private static final Path SCRIPT = Path.of(System.getProperty("steward.root"), "ops", "security", "dependencies");
    private static final String GOOD = component("org.example", "good", "1.0", "\"id\":\"Apache-2.0\"");
    private static final String NONE = "{\"results\":[{}]}";

    private record Verdict(int code, String text) {}

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile List<String> answers = List.of(NONE);
    private volatile int status = 200;
    private HttpServer osv;

    @BeforeEach
    void open() throws IOException {
        osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        osv.createContext("/v1/querybatch", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer =
                    answers.get(Math.min(asked.size(), answers.size()) - 1).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        osv.start();
    }

    @AfterEach
    void close() {
        osv.stop(0);
    }

    @Test
    void what_is_allowed_and_not_known_to_be_vulnerable_passes() throws Exception {
        Verdict verdict = judged(GOOD);

        assertThat(verdict.code()).as(verdict.text()).isZero();
        assertThat(verdict.text()).contains("1 libraries, licences: all allowed", "known vulnerabilities: none");
        assertThat(asked)
                .containsExactly("{\"queries\":[{\"package\":{\"purl\":\"pkg:maven/org.example/good@1.0\"}}]}");
    }

    @Test
    void a_licence_that_is_not_allowed_and_one_that_is_not_named_are_found_and_a_choice_is_ours() throws Exception {
        answers = List.of("{\"results\":[{},{},{},{}]}");
        Verdict verdict = judged(
                GOOD,
                component("org.example", "taken", "1", "\"id\":\"AGPL-3.0-only\""),
                component("org.example", "silent", "1"),
                component("org.example", "both", "1", "\"id\":\"LGPL-2.1-only\"", "\"name\":\"MIT\""));

        assertThat(verdict.code()).as(verdict.text()).isEqualTo(1);
        assertThat(verdict.text())
                .contains("licences: 2 not")
                .contains("org.example/taken@1: licence AGPL-3.0-only is not allowed")
                .contains("org.example/silent@1: licence not named is not allowed")
                .doesNotContain("both@1");
    }

    @Test
    void a_known_vulnerability_is_found_on_every_page_of_the_answer() throws Exception {
        answers = List.of(
                "{\"results\":[{\"vulns\":[{\"id\":\"GHSA-aaaa\"}],\"next_page_token\":\"more\"}]}",
                "{\"results\":[{\"vulns\":[{\"id\":\"GHSA-bbbb\"}]}]}");
        Verdict verdict = judged(GOOD);

        assertThat(verdict.code()).as(verdict.text()).isEqualTo(1);
        assertThat(verdict.text())
                .contains("known vulnerabilities: 2", "org.example/good@1.0: GHSA-aaaa", "good@1.0: GHSA-bbbb");
        assertThat(asked.get(1)).contains("\"page_token\":\"more\"");
    }

    @Test
    void who_cannot_be_asked_or_answers_something_else_is_no_pass() throws Exception {
        status = 503;
        assertThat(judged(GOOD)).satisfies(verdict -> {
            assertThat(verdict.code()).as(verdict.text()).isEqualTo(3);
            assertThat(verdict.text()).contains("answered 503", "this is no pass");
        });
        status = 200;
        answers = List.of("{}");
        assertThat(judged(GOOD).code()).isEqualTo(3);
        osv.stop(0);
        assertThat(judged(GOOD)).satisfies(verdict -> {
            assertThat(verdict.code()).as(verdict.text()).isEqualTo(3);
            assertThat(verdict.text()).contains("can't be asked", "this is no pass");
        });
    }

    @Test
    void a_bill_of_nothing_is_no_pass() throws Exception {
        assertThat(judged().code()).isEqualTo(3);
    }

    private Verdict judged(String... components) throws Exception {
        Path bom = Files.writeString(
                folder.resolve("bom.json"), "{\"components\":[" + String.join(",", components) + "]}");
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        SCRIPT.toString(),
                        "--bom",
                        bom.toString(),
                        "--osv",
                        "http://127.0.0.1:" + osv.getAddress().getPort())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .putAll(Map.of(
                        "STEWARD_CHECK_CLASSPATH", System.getProperty("java.class.path"),
                        "JAVA_HOME", System.getProperty("java.home")));
        int code = builder.start().waitFor();
        return new Verdict(code, Files.readString(out));
    }

    private static String component(String group, String name, String version, String... licences) {
        String all = List.of(licences).stream()
                .map(licence -> "{\"license\":{" + licence + "}}")
                .collect(Collectors.joining(","));
        return "{\"purl\":\"pkg:maven/" + group + "/" + name + "@" + version + "?type=jar\",\"licenses\":[" + all
                + "]}";
    }
}
