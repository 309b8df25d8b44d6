package io.steward.ops.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward man [COMMAND]}: the manual. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the manual page of steward or of one of its commands.",
            "Without a terminal the page is printed as man reads it. With --into all pages are written to a folder."
        },
        footer = {
            "",
            "Examples:",
            "  steward man",
            "  steward man run",
            "  steward man run | man -l -",
            "  steward man --into /usr/local/share/man/man1"
        })
final class ManCommand implements Callable<Integer> {
    @Option(names = "--into", paramLabel = "DIR", description = "Write every page into this folder.")
    @Nullable
    Path into;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command; without it, steward itself.")
    @Nullable
    String command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            if (into != null) {
                write(into);
                return 0;
            }
            List<String> page = ManPage.of(spec());
            return Terminal.here().live() ? shown(page) : printed(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandSpec spec() {
        CommandLine steward = Steward.commandLine();
        CommandLine meant = command == null ? steward : steward.getSubcommands().get(command);
        if (meant == null) {
            throw Trouble.wrongUse("there is no command \"" + command + "\": use one that 'steward --help' lists");
        }
        return meant.getCommandSpec();
    }

    private static void write(Path folder) throws IOException {
        CommandLine steward = Steward.commandLine();
        Files.createDirectories(folder);
        List<CommandSpec> specs = new ArrayList<>(List.of(steward.getCommandSpec()));
        steward.getSubcommands().values().forEach(sub -> specs.add(sub.getCommandSpec()));
        for (CommandSpec spec : specs) {
            Files.write(folder.resolve(ManPage.name(spec) + ".1"), ManPage.of(spec));
        }
    }

    private static int printed(List<String> page) {
        page.forEach(System.out::println);
        return 0;
    }

    private static int shown(List<String> page) throws IOException, InterruptedException {
        Path file = Files.createTempFile("steward", ".1");
        try {
            Files.write(file, page);
            ProcessBuilder man = new ProcessBuilder("man", "-l", file.toString()).inheritIO();
            return man.start().waitFor();
        } catch (IOException e) {
            System.err.println("steward: there is no man on the PATH; the page as it is written follows");
            return printed(page);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
