package io.steward.ops.cli;

import io.steward.controller.Controller;
import io.steward.controller.ControllerKeys;
import io.steward.controller.intake.Tokens.BadTokens;
import io.steward.model.config.Settings;
import io.steward.ops.cli.ServiceOptions.Running;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward controller}: the service in the datacenter. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        description = "Runs the controller, until it is told to stop.",
        footer = {
            "",
            "Examples:",
            "  steward controller --config site/conf/controller.yml",
            "  STEWARD_HTTP_PORT=9000 steward controller --config controller.yml",
            "  steward controller --keys                every setting"
        })
final class ControllerCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions options;

    @Override
    public Integer call() throws Exception {
        return options.serve(ControllerKeys.ALL, ControllerCommand::start);
    }

    private static Running start(Settings settings) {
        try {
            return new Running(Controller.start(settings), new CompletableFuture<>());
        } catch (IOException | BadTokens e) {
            throw Trouble.wrongUse("the controller can't start: " + e.getMessage());
        }
    }
}
