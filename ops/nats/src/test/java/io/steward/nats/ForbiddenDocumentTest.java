package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document for readers against what the contract tries. */
class ForbiddenDocumentTest {
    @Test
    void the_document_says_what_is_tried_and_nothing_else() throws Exception {
        Path made = Path.of("target", "FORBIDDEN.md");
        Files.writeString(made, Forbidden.markdown());

        assertThat(Path.of("FORBIDDEN.md")).as("renew it with ops/nats/" + made).hasSameTextualContentAs(made);
    }
}
