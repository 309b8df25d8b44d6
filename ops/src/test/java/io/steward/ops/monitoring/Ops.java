package io.steward.ops.monitoring;

import java.nio.file.Path;

/** Where the files are that a person deploys. */
public final class Ops {
    private Ops() {}

    public static Path folder() {
        return Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops");
    }
}
