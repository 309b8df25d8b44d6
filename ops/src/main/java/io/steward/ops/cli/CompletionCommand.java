package io.steward.ops.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code steward completion}: the script that teaches a shell our words. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes steward's words in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(steward completion)",
            "  steward completion > ~/.local/share/bash-completion/completions/steward"
        })
final class CompletionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash("steward", Steward.commandLine()));
        return 0;
    }
}
