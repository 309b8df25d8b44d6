package io.steward.controller;

import static io.steward.controller.Site.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.Site.Answer;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The description at {@code /openapi.json} against the controller that serves it, both ways. That every single answer is as
 * described is checked by {@link Site} wherever a test asks something.
 */
@BrokerTest
class OpenApiTest {
    private static final ApiDocument DOCUMENT = ApiDocument.HERE;

    private static Site site;

    @BeforeAll
    static void open(TestBroker broker, @TempDir Path folder) throws Exception {
        site = Site.start(broker, folder);
        site.awaitReady();
        site.enrol("ship1");
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void every_route_is_described_and_nothing_else() {
        Set<String> served = new TreeSet<>();
        site.controller()
                .routes()
                .forEach(route -> served.add(route.replaceFirst("^GET /page/[^/]+$", "GET /page/{file}")));

        assertThat(new TreeSet<>(DOCUMENT.operations())).isEqualTo(served).hasSizeGreaterThan(15);
    }

    @Test
    void every_operation_takes_the_parameters_that_are_described_and_no_others() throws Exception {
        int refused = 0;
        for (String operation : DOCUMENT.operations()) {
            if (operation.contains(" /api/")) {
                Answer answer = asked(operation, "?colour=red", "{}");
                assertThat(answer.status()).as(operation + answer).isEqualTo(400);
                assertThat(listed(answer, "query parameter \"colour\" is not known: use "))
                        .as(operation)
                        .isEqualTo(new TreeSet<>(DOCUMENT.parameters(operation, "query")));
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void every_body_takes_the_fields_that_are_described_and_no_others() throws Exception {
        for (String operation : List.of("POST /api/v1/commands", "POST /api/v1/sql")) {
            Answer answer = asked(operation, "", "{\"colour\":\"red\"}");
            assertThat(listed(answer, "field \"colour\" is not known: use "))
                    .as(operation)
                    .isEqualTo(new TreeSet<>(DOCUMENT.bodyFields(operation)));
        }
    }

    @Test
    void what_is_asked_without_a_token_is_refused_unless_the_description_says_that_it_is_open() throws Exception {
        for (String operation : DOCUMENT.operations()) {
            String[] words = operation.split(" ");
            Answer answer = site.ask(words[0], "", concrete(words[1]), BodyPublishers.noBody(), Map.of());
            assertThat(answer.status() == 401).as(operation + answer).isEqualTo(DOCUMENT.needsToken(operation));
        }
    }

    @Test
    void an_answer_that_is_not_as_described_is_noticed() {
        String node = "{\"node\":\"ship1\"}";
        DOCUMENT.check("PUT", "/api/v1/nodes/ship1", "", 200, "application/json", node);

        assertThatThrownBy(() -> put(200, "application/json", "{\"node\":\"ship1\",\"colour\":\"red\"}"))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> put(200, "application/json", "{\"node\":1}")).hasMessageContaining("string");
        assertThatThrownBy(() -> put(200, "application/json", "{}")).hasMessageContaining("node");
        assertThatThrownBy(() -> put(201, "application/json", node)).hasMessageContaining("not documented");
        assertThatThrownBy(() -> put(200, "text/plain", node)).hasMessageContaining("media type");
        assertThatThrownBy(() -> put(404, "application/problem+json", "{\"title\":\"no\"}"))
                .hasMessageContaining("detail");
        assertThatThrownBy(() -> DOCUMENT.checkChange("node", "{\"node\":\"ship1\"}"))
                .hasMessageContaining("changed");
    }

    private static void put(int status, String mediaType, String text) {
        DOCUMENT.check("PUT", "/api/v1/nodes/ship1", "", status, mediaType, text);
    }

    private static Answer asked(String operation, String query, String body) throws Exception {
        String[] words = operation.split(" ");
        String path = concrete(words[1]) + query;
        return words[0].equals("POST")
                ? site.post(ROOT, path, body)
                : site.ask(words[0], ROOT, path, BodyPublishers.noBody(), Map.of());
    }

    private static Set<String> listed(Answer answer, String before) {
        String detail = answer.json().get("detail").stringValue();
        assertThat(detail).startsWith(before);
        String list = detail.substring(before.length());
        return list.equals("none") ? Set.of() : new TreeSet<>(Arrays.asList(list.split(", ")));
    }

    private static String concrete(String path) {
        return path.replace("{node}", "ship1")
                .replace("{file}", "main.js")
                .replace("{id}", "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
    }
}
