package io.steward.ops.cli;

import io.steward.model.subject.NodeName;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts an agent that does one command and ends, once, while the build writes down which classes that takes; see {@link
 * RehearsalBroker}. Not for users.
 */
final class AgentRehearsal {
    private static final int PATIENCE_SECONDS = 60;
    private static final String COMMAND = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"nobody",\
            "issuedAt":"2026-11-22T09:00:00.000Z","args":{"argv":["true"]}}""";

    private AgentRehearsal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("steward-rehearsal");
        boolean done;
        try (RehearsalBroker broker = RehearsalBroker.open("ship1.command.shellcommand.operatingsystem", COMMAND)) {
            Path file = Site.openOrCreate(new DataFolder(folder))
                    .agent(
                            NodeName.of("ship1"),
                            broker.url(),
                            Map.of("commands.unsigned", "accept", "start.listen", "PT0S"));
            Thread agent = new Thread(() -> Steward.run("agent", "--config", file.toString()), "agent");
            agent.setDaemon(true);
            agent.start();
            done = broker.told().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        remove(folder);
        System.exit(done ? 0 : 1);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
