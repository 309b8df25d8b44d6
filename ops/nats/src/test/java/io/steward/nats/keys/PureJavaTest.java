package io.steward.nats.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PureJavaTest {
    /** Makes keys in the first folder and says what that left in the second one, the folder for temporary files. */
    static final class MakesKeys {
        private MakesKeys() {}

        public static void main(String[] folders) throws Exception {
            FleetKeys.openOrCreate(Path.of(folders[0])).controllerCredentials();
            try (Stream<Path> left = Files.list(Path.of(folders[1]))) {
                System.out.println("left: " + left.map(Path::getFileName).toList());
            }
        }
    }

    @Test
    void keys_need_no_folder_in_which_native_code_may_be_executed(@TempDir Path temp) throws Exception {
        Path temporary = Files.createDirectory(temp.resolve("temporary"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                MakesKeys.class.getName(),
                temp.resolve("keys").toString(),
                temporary.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).contains("left: []");
        assertThat(process.waitFor()).isZero();
    }
}
