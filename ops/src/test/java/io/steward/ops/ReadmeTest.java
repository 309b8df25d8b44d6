package io.steward.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.AgentKeys;
import io.steward.controller.ControllerKeys;
import io.steward.model.config.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void the_configuration_reference_is_printed_from_the_declared_keys() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("steward.root"), "README.md"));

        assertThat(readme).contains(KeyTable.markdown(ControllerKeys.ALL), KeyTable.markdown(AgentKeys.ALL));
    }
}
