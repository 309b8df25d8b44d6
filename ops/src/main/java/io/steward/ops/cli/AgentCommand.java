package io.steward.ops.cli;

import io.steward.agent.Agent;
import io.steward.agent.AgentKeys;
import io.steward.agent.BadStart;
import io.steward.model.config.Settings;
import io.steward.ops.cli.ServiceOptions.Running;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward agent}: the process on a node. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Runs the agent of this machine, until it is told to stop.",
        footer = {
            "",
            "Examples:",
            "  steward agent --config site/conf/ship1.yml",
            "  steward agent --config ship1.yml --set heartbeat.interval=PT30S",
            "  steward agent --keys                     every setting"
        })
final class AgentCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions options;

    @Override
    public Integer call() throws Exception {
        return options.serve(AgentKeys.ALL, AgentCommand::start);
    }

    private static Running start(Settings settings) {
        try {
            Agent agent = Agent.start(settings);
            return new Running(agent, agent.failure());
        } catch (BadStart e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }
}
