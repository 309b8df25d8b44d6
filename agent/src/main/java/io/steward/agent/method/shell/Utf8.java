package io.steward.agent.method.shell;

import java.nio.charset.StandardCharsets;

/** Where bytes may be cut without cutting a character (RFC 3629). Malformed bytes are characters of their own. */
final class Utf8 {
    private Utf8() {}

    /** Malformed bytes become U+FFFD. */
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The greatest end, at most {@code length}, that doesn't leave the beginning of a character behind it. */
    static int wholeEnd(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int b = bytes[length - back] & 0xff;
            if (b >= 0xc0) {
                return size(b) > back ? length - back : length;
            }
            if (b < 0x80) {
                return length;
            }
        }
        return length;
    }

    /** The least beginning that is not inside a character. */
    static int wholeStart(byte[] bytes) {
        int start = 0;
        while (start < Math.min(3, bytes.length) && (bytes[start] & 0xc0) == 0x80) {
            start++;
        }
        return start;
    }

    /** The number of bytes that the text takes. */
    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int size(int first) {
        if (first >= 0xf8) {
            return 1;
        }
        return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    }
}
