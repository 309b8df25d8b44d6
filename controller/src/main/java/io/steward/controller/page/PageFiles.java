package io.steward.controller.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files of the page, read once. They hold no data of the fleet, so they are open to everybody. Immutable. */
public final class PageFiles {
    /** Go with every file: nothing inline, nothing from elsewhere, no framing. */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache");

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final List<String> NAMES = List.of(
            "index.html",
            "page.css",
            "icon.svg",
            "main.js",
            "api.js",
            "dom.js",
            "stream.js",
            "fleet.js",
            "node.js",
            "command.js",
            "send.js",
            "sql.js");

    /** One file.
     *
     * @param path where it is served */
    public record PageFile(String path, String mediaType, String text) {}

    private final List<PageFile> files;

    private PageFiles(List<PageFile> files) {
        this.files = List.copyOf(files);
    }

    /** Reads them from the class path. */
    public static PageFiles load() throws IOException {
        List<PageFile> files = new ArrayList<>();
        for (String name : NAMES) {
            try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("page file " + name + " is missing from this build");
                }
                String path = name.equals("index.html") ? "/" : "/page/" + name;
                String mediaType =
                        MEDIA_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
                files.add(new PageFile(path, mediaType, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        return new PageFiles(files);
    }

    public List<PageFile> files() {
        return files;
    }
}
