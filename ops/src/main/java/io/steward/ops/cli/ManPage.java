package io.steward.ops.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page in the language of man(7), made from the same model as {@code --help}. Pure. */
final class ManPage {
    private static final String EXAMPLES = "Examples:";

    private final CommandSpec spec;
    private final List<String> lines = new ArrayList<>();

    private ManPage(CommandSpec spec) {
        this.spec = spec;
    }

    /** The name of the page: {@code steward} or {@code steward-run}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    /** The page. */
    static List<String> of(CommandSpec spec) {
        return new ManPage(spec).page();
    }

    private List<String> page() {
        String title = name(spec);
        lines.add(".TH \"" + title.toUpperCase(java.util.Locale.ROOT) + "\" 1 \"\" \"" + Steward.VERSION
                + "\" \"Steward\"");
        // No hyphenation and no justification: what is typed must stay as it is.
        lines.addAll(List.of(".nh", ".ad l"));
        List<String> description = Arrays.stream(spec.usageMessage().description())
                .map(ManPage::resolved)
                .toList();
        section("NAME", text(title) + " \\- " + text(firstSentence(description)));
        synopsis();
        section("DESCRIPTION", paragraphs(description));
        commands();
        arguments();
        options();
        examples();
        exitCodes();
        seeAlso();
        return lines;
    }

    private void synopsis() {
        String synopsis = help().synopsis(0).strip().replaceAll("\\s+", " ");
        section(
                "SYNOPSIS",
                text(spec.qualifiedName()
                        + synopsis.substring(spec.qualifiedName().length())));
    }

    private Help help() {
        return new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    }

    private void commands() {
        if (!spec.subcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            spec.subcommands().forEach((name, sub) -> {
                CommandSpec command = sub.getCommandSpec();
                if (!command.usageMessage().hidden()) {
                    item(
                            "\\fB" + text(name) + "\\fR",
                            resolved(command.usageMessage().description()[0]));
                }
            });
        }
    }

    private void arguments() {
        List<PositionalParamSpec> arguments = spec.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .toList();
        if (!arguments.isEmpty()) {
            lines.add(".SH ARGUMENTS");
            arguments.forEach(argument ->
                    item("\\fI" + text(argument.paramLabel()) + "\\fR", String.join(" ", argument.description())));
        }
    }

    private void options() {
        lines.add(".SH OPTIONS");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String names = Arrays.stream(option.names())
                        .map(name -> "\\fB" + text(name) + "\\fR")
                        .collect(Collectors.joining(", "));
                boolean bare = option.arity().max() == 0;
                item(
                        names + (bare ? "" : "=\\fI" + text(option.paramLabel()) + "\\fR"),
                        String.join(" ", option.description()));
            }
        }
    }

    private void examples() {
        List<String> footer = examples(spec);
        if (!footer.isEmpty()) {
            lines.addAll(List.of(".SH EXAMPLES", ".nf"));
            footer.forEach(example -> lines.add(text(example)));
            lines.add(".fi");
        }
    }

    /** The examples as the help shows them. */
    static List<String> examples(CommandSpec spec) {
        List<String> footer = List.of(spec.usageMessage().footer());
        int title = footer.indexOf(EXAMPLES);
        return title < 0
                ? List.of()
                : footer.subList(title + 1, footer.size()).stream()
                        .takeWhile(line -> line.startsWith("  "))
                        .map(String::strip)
                        .toList();
    }

    private void exitCodes() {
        Map<String, String> codes = spec.root().usageMessage().exitCodeList();
        lines.add(".SH \"EXIT STATUS\"");
        codes.forEach((code, meaning) -> item("\\fB" + code + "\\fR", meaning));
    }

    private void seeAlso() {
        CommandSpec root = spec.root();
        String others = spec == root
                ? root.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden())
                        .map(command -> reference(name(command)))
                        .collect(Collectors.joining(",\n"))
                : reference(name(root));
        section("SEE ALSO", others);
    }

    private static String reference(String page) {
        return ".BR " + text(page) + " (1)";
    }

    private void section(String title, String... content) {
        lines.add(".SH " + (title.contains(" ") ? '"' + title + '"' : title));
        for (String part : content) {
            lines.addAll(part.lines().toList());
        }
    }

    private void item(String term, String description) {
        lines.addAll(List.of(".TP", term, text(resolved(description))));
    }

    private static String paragraphs(List<String> sentences) {
        return sentences.stream().map(ManPage::text).collect(Collectors.joining("\n.PP\n"));
    }

    private static String firstSentence(List<String> description) {
        String first = description.isEmpty() ? "" : description.get(0);
        int end = first.indexOf(". ");
        String sentence = end < 0 ? first : first.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String resolved(String text) {
        return text.replace("%%", "%").replace("%n", " ");
    }

    /** Text as roff reads it: a backslash, a dash that is typed, and a line that would begin with a request. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("…", "...");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
