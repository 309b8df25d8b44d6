package io.steward.nats;

/**
 * Keeps the cryptography that keys need in Java. Its library would otherwise unpack native code into the folder for
 * temporary files and die where nothing may be executed there, as on hardened machines and in containers. Any thread;
 * to be called before the first key is touched. An explicit setting is left as it is.
 */
public final class PureJava {
    /** The switch of Bouncy Castle's LTS line, which the NATS client brings. */
    private static final String VARIANT = "org.bouncycastle.native.cpu_variant";

    private PureJava() {}

    public static void choose() {
        System.getProperties().putIfAbsent(VARIANT, "java");
    }
}
