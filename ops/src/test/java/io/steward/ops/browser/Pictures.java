package io.steward.ops.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures of the page as PNG: all in {@code target/screens}; with {@code -Dsteward.screens=refresh} those that the
 * README shows in {@code ops/screens}, too. None is larger than {@link #MOST_BYTES}.
 */
final class Pictures {
    static final int MOST_BYTES = 150_000;

    private static final Path OPS =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops");

    private Pictures() {}

    static void take(Browser browser, String name) {
        write(OPS.resolve("target/screens").resolve(name + ".png"), browser.screenshot());
    }

    /** One for the README. */
    static void takeForReadme(Browser browser, String name) {
        byte[] png = small(browser.screenshot());
        if (png.length > MOST_BYTES) {
            throw new AssertionError("the picture " + name + " has " + png.length + " bytes, more than " + MOST_BYTES);
        }
        write(OPS.resolve("target/screens").resolve("readme-" + name + ".png"), png);
        if (System.getProperty("steward.screens", "").equals("refresh")) {
            write(OPS.resolve("screens").resolve(name + ".png"), png);
        }
    }

    // The browser packs in haste.
    private static byte[] small(byte[] png) {
        try {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
            BufferedImage opaque = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.createGraphics().drawImage(read, 0, 0, null);
            ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
            ImageWriteParam tight = writer.getDefaultWriteParam();
            tight.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            tight.setCompressionQuality(0);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(opaque, null, null), tight);
            }
            return out.size() < png.length ? out.toByteArray() : png;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] png) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
