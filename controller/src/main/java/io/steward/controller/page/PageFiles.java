package io.steward.controller.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of the page, read once: whatever lies beside {@code index.html} and is of a kind that a page is made of. They
 * hold no data of the fleet, so they are open to everybody. Immutable.
 */
public final class PageFiles {
    /** Go with every file: nothing inline, nothing from elsewhere, no framing; kept, but asked about each time. */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache");

    private static final String FRONT = "index.html";
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** One file.
     *
     * @param path where it is served
     * @param tag its entity tag of RFC 9110, in quotes: the same for the same text */
    public record PageFile(String path, String mediaType, String text, String tag) {
        /** Whether whoever says {@code If-None-Match} with this has the file as it is. */
        public boolean known(String ifNoneMatch) {
            return Stream.of(ifNoneMatch.split(",", -1))
                    .map(String::strip)
                    .map(given -> given.startsWith("W/") ? given.substring(2) : given)
                    .anyMatch(given -> given.equals(tag) || given.equals("*"));
        }
    }

    private final List<PageFile> files;

    private PageFiles(List<PageFile> files) {
        this.files = List.copyOf(files);
    }

    /** Reads them from the class path, a folder or a jar. */
    public static PageFiles load() throws IOException {
        URL front = PageFiles.class.getResource(FRONT);
        if (front == null) {
            throw new IOException("page file " + FRONT + " is missing from this build");
        }
        if (front.openConnection() instanceof JarURLConnection jar) {
            try (FileSystem inside = FileSystems.newFileSystem(Path.of(uri(jar.getJarFileURL())))) {
                return new PageFiles(files(inside.getPath(jar.getEntryName())));
            }
        }
        return new PageFiles(files(Path.of(uri(front))));
    }

    public List<PageFile> files() {
        return files;
    }

    private static List<PageFile> files(Path front) throws IOException {
        try (Stream<Path> beside = Files.list(front.toAbsolutePath().getParent())) {
            return beside.filter(file -> MEDIA_TYPES.containsKey(kind(file)))
                    .sorted()
                    .map(PageFiles::read)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static PageFile read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String name = file.getFileName().toString();
            String path = name.equals(FRONT) ? "/" : "/page/" + name;
            String mediaType = MEDIA_TYPES.getOrDefault(kind(file), "application/octet-stream");
            return new PageFile(path, mediaType, new String(bytes, StandardCharsets.UTF_8), tag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("page files can't be found at " + url, e);
        }
    }
}
