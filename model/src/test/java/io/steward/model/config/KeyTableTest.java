package io.steward.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @Test
    void a_key_is_one_line_with_its_default_what_is_allowed_and_what_it_is_for() {
        Key<Integer> port = Key.number("http.port", 8080, 0, 65_535, "", "where <the API> listens");

        assertThat(KeyTable.markdown(List.of(port))).isEqualTo("""
                | key | default | allowed | for |
                |---|---|---|---|
                | `http.port` | `8080` | 0 to 65535 | where &lt;the API> listens |
                """);
    }
}
