package io.steward.ops.bench.broker;

import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.keys.FleetKeys;
import io.steward.ops.scratch.Warden;
import io.steward.ops.up.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the brokers of one scratch fleet lie: their folder and the fleet's keys. When it is closed they end and the
 * folder goes. One thread.
 */
public final class Yard implements AutoCloseable {
    private final DataFolder folder;
    private final FleetKeys keys;
    private final Partitions partitions;
    private final Warden warden;

    private Yard(DataFolder folder, FleetKeys keys, Partitions partitions, Warden warden) {
        this.folder = folder;
        this.keys = keys;
        this.partitions = partitions;
        this.warden = warden;
    }

    /**
     * Lays it out in a folder that is empty or not there. Starts nothing.
     *
     * @param partitions into how many streams commands go
     */
    public static Yard layOut(Path root, Partitions partitions) throws IOException {
        DataFolder folder = new DataFolder(Files.createDirectories(root));
        Warden warden = Warden.over(folder.root());
        for (String part : new String[] {"run", "log", "conf", "keys"}) {
            Files.createDirectories(folder.root().resolve(part));
        }
        return new Yard(folder, FleetKeys.openOrCreate(folder.keys(), partitions), partitions, warden);
    }

    DataFolder folder() {
        return folder;
    }

    FleetKeys keys() {
        return keys;
    }

    Partitions partitions() {
        return partitions;
    }

    /** The names of as many nodes: {@code ship1}, {@code ship2} and on. */
    public static List<NodeName> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> NodeName.of("ship" + number))
                .toList();
    }

    @Override
    public void close() throws IOException {
        warden.close();
    }
}
