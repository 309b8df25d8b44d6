package io.steward.ops.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnsignedJarsTest {
    @TempDir
    Path folder;

    @Test
    void signatures_go_and_all_else_stays() throws IOException {
        Path jar = jar(Map.of(
                "META-INF/SIGNER.SF", "digests",
                "META-INF/SIGNER.DSA", "signature",
                "META-INF/services/a.Service", "a.Provider",
                "META-INF/versions/9/a/A.class", "newer",
                "a/A.class", "older"));

        UnsignedJars.main(new String[] {folder.toString()});

        try (JarFile bare = new JarFile(jar.toFile())) {
            assertThat(content(bare))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "META-INF/services/a.Service", "a.Provider",
                            "META-INF/versions/9/a/A.class", "newer",
                            "a/A.class", "older"));
            assertThat(bare.getManifest().getEntries()).isEmpty();
            assertThat(bare.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
        }
        assertThat(folder).isDirectoryContaining(file -> file.equals(jar)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_jar_without_a_signature_is_not_touched() throws IOException {
        Path jar = jar(Map.of("a/A.class", "older"));
        byte[] before = Files.readAllBytes(jar);

        UnsignedJars.unsign(jar);

        assertThat(jar).hasBinaryContent(before);
    }

    private Path jar(Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Multi-Release", "true");
        Attributes digest = new Attributes();
        digest.putValue("SHA-256-Digest", "AAAA");
        manifest.getEntries().put("a/A.class", digest);
        Path jar = folder.resolve("some.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(UTF_8));
            }
        }
        return jar;
    }

    private static Map<String, String> content(JarFile jar) throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                content.put(
                        entry.getName(), new String(jar.getInputStream(entry).readAllBytes(), UTF_8));
            }
        }
        return content;
    }
}
