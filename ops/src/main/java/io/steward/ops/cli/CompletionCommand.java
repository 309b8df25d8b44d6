package io.steward.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code steward completion}: the script that teaches a shell our words, and to ask for the fleet's. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that completes steward's words in bash and zsh: commands, options and their values.",
            "Names of nodes and ids of commands are asked of the controller that the line would speak to."
        },
        footer = {
            "",
            "Examples:",
            "  source <(steward completion)             for this shell",
            "  steward completion > ~/.local/share/bash-completion/completions/steward",
            "  steward completion > ~/.steward-completion   and 'source' that in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String OF_THE_FLEET = "completion.bash";

    @Override
    public Integer call() {
        System.out.print(script());
        return 0;
    }

    static String script() {
        return AutoComplete.bash("steward", Steward.commandLine()) + "\n" + ofTheFleet();
    }

    private static String ofTheFleet() {
        try (InputStream in = CompletionCommand.class.getResourceAsStream(OF_THE_FLEET)) {
            if (in == null) {
                throw new IllegalStateException(OF_THE_FLEET + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
