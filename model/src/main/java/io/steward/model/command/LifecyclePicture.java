package io.steward.model.command;

import java.util.stream.Collectors;

/** {@link Lifecycle#STEPS} for people: the diagram and the table that the documentation shows. Pure. */
public final class LifecyclePicture {
    private LifecyclePicture() {}

    /** A Mermaid state diagram, one line a step. */
    public static String diagram() {
        String steps = Lifecycle.STEPS.stream()
                .map(step ->
                        "    " + step.from().map(Status::name).orElse("[*]") + " --> " + step.to() + ": " + step.why())
                .collect(Collectors.joining("\n"));
        return "stateDiagram-v2\n" + steps + "\n";
    }

    /** A Markdown table, one line a status: who says it, after what, whether it is the end. */
    public static String table() {
        StringBuilder table = new StringBuilder("| status | said by | after | terminal |\n|---|---|---|---|\n");
        for (Status status : Status.values()) {
            table.append("| `%s` | %s | %s | %s |%n"
                    .formatted(status, speakers(status), before(status), status.terminal() ? "yes" : "no")
                    .replace(System.lineSeparator(), "\n"));
        }
        return table.toString();
    }

    private static String speakers(Status status) {
        return Lifecycle.STEPS.stream()
                .filter(step -> step.to() == status)
                .map(step -> "the " + step.speaker().name().toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String before(Status status) {
        return Lifecycle.STEPS.stream()
                .filter(step -> step.to() == status)
                .flatMap(step -> step.from().stream())
                .map(from -> "`" + from + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
