package io.steward.controller.intake;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** For how long files have not changed, as far as one thread has looked. It is told the time. */
final class Stillness {
    private record Sighting(long size, FileTime modified, Instant since) {
        boolean same(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime());
        }
    }

    private final Map<Path, Sighting> sightings = new HashMap<>();

    /** For how long it has been as it is now. */
    Duration of(Path file, BasicFileAttributes now, Instant moment) {
        Sighting before = sightings.get(file);
        if (before == null || !before.same(now)) {
            sightings.put(file, new Sighting(now.size(), now.lastModifiedTime(), moment));
            return Duration.ZERO;
        }
        return Duration.between(before.since(), moment);
    }

    /** Forgets every other file. */
    void keepOnly(Collection<Path> files) {
        sightings.keySet().retainAll(files);
    }
}
