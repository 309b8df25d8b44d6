package io.steward.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Takes the signatures out of the jars of an assembled launcher. The build has compared each jar with its check sum; what
 * a signature adds is that each process reads a megabyte of digests again, keeps them for good, and can't have these
 * classes in its class-data archive: a second at each start, and 10 MB. Nothing here is used as a provider that Java
 * wants signed. Not for users.
 */
final class UnsignedJars {
    private static final String SIGNATURES = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

    private UnsignedJars() {}

    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (Path jar : jars) {
                unsign(jar);
            }
        }
    }

    /** Writes the jar anew, without signatures and what they say of single files; leaves one that has none as it is. */
    static void unsign(Path jar) throws IOException {
        try (JarFile signed = new JarFile(jar.toFile(), false)) {
            if (signed.stream().noneMatch(UnsignedJars::signature)) {
                return;
            }
            Path bare = Files.createTempFile(jar.toAbsolutePath().getParent(), "bare", ".new");
            try (OutputStream file = Files.newOutputStream(bare);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                write(signed, out);
            }
            Files.setPosixFilePermissions(bare, Files.getPosixFilePermissions(jar));
            Files.move(bare, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(JarFile signed, ZipOutputStream out) throws IOException {
        Manifest manifest = new Manifest(signed.getManifest());
        manifest.getEntries().clear();
        out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
        manifest.write(out);
        List<JarEntry> rest = signed.stream()
                .filter(entry -> !signature(entry) && !entry.getName().equals(JarFile.MANIFEST_NAME))
                .toList();
        for (JarEntry entry : rest) {
            ZipEntry copy = new ZipEntry(entry.getName());
            copy.setTime(entry.getTime());
            out.putNextEntry(copy);
            try (InputStream in = signed.getInputStream(entry)) {
                in.transferTo(out);
            }
        }
    }

    private static boolean signature(JarEntry entry) {
        return entry.getName().toUpperCase(Locale.ROOT).matches(SIGNATURES);
    }
}
