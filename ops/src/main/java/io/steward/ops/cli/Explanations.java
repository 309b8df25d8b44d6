package io.steward.ops.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What a person is told when a command was not understood or not done.
 *
 * <p>A class, no lambda: the class files of picocli are of an old format, which a class-data archive takes as long as
 * nothing has linked them, and an archived lambda does. Then forty of them were read from the jar at every start.
 */
final class Explanations implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) throws Exception {
        if (thrown instanceof Trouble trouble) {
            command.getErr().println("steward: " + trouble.getMessage());
            return trouble.exitCode();
        }
        if (thrown instanceof InterruptedException) {
            return 130;
        }
        throw thrown;
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        command.getErr().println("steward: " + thrown.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return Trouble.WRONG_USE;
    }
}
