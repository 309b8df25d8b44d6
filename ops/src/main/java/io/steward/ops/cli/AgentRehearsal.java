package io.steward.ops.cli;

import io.steward.model.subject.NodeName;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

    /** Its word: a folder for what it keeps, which whoever called it takes away. Ends the process in any case. */
    public static void main(String[] args) {
        int exit = 1;
        try {
            exit = rehearsed(Path.of(args[0])) ? 0 : 1;
        } catch (IOException | RuntimeException e) {
            System.err.println(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            System.exit(exit); // the agent's own threads would go on
        }
    }

    private static boolean rehearsed(Path folder) throws IOException, InterruptedException {
        try (RehearsalBroker broker = RehearsalBroker.open("ship1.command.shellcommand.operatingsystem", COMMAND)) {
            Path file = Site.openOrCreate(new DataFolder(folder))
                    .agent(
                            NodeName.of("ship1"),
                            broker.url(),
                            Map.of("commands.unsigned", "accept", "start.listen", "PT0S"));
            Thread agent = new Thread(() -> Steward.run("agent", "--config", file.toString()), "agent");
            agent.setDaemon(true);
            agent.start();
            return broker.told().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
