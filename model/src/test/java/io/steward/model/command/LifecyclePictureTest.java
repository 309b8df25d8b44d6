package io.steward.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LifecyclePictureTest {
    @Test
    void the_readme_shows_the_table_as_it_is() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("steward.root"), "README.md"));

        assertThat(readme).contains(LifecyclePicture.diagram()).contains(LifecyclePicture.table());
    }
}
