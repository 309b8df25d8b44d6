package io.steward.model.command;

import static io.steward.model.command.Status.CANCELED;
import static io.steward.model.command.Status.DELIVERED;
import static io.steward.model.command.Status.EXPIRED;
import static io.steward.model.command.Status.FAILED;
import static io.steward.model.command.Status.INTERRUPTED;
import static io.steward.model.command.Status.LOST;
import static io.steward.model.command.Status.QUEUED;
import static io.steward.model.command.Status.REJECTED;
import static io.steward.model.command.Status.STARTED;
import static io.steward.model.command.Status.SUCCEEDED;
import static io.steward.model.command.Status.SUPERSEDED;
import static io.steward.model.command.Status.TIMED_OUT;

import java.util.List;
import java.util.Optional;

/**
 * The life of a command as a table: who may say which status after which. Code asks it, the documentation prints it.
 *
 * <p>The table is what an agent may do next. The log may hold less than every step (a unit that was away sends only the
 * terminal ACK) and holds repeats, so the fold asks {@link #advances}, which follows from the table: a status is news
 * if it can be reached from the known one in one or more steps.
 */
public final class Lifecycle {
    /** One permitted step. {@code from} is empty for the beginning. */
    public record Step(Optional<Status> from, Speaker speaker, Status to, String why) {}

    public static final List<Step> STEPS = List.of(
            new Step(Optional.empty(), Speaker.LOG, QUEUED, "the command is stored"),
            agent(QUEUED, DELIVERED, "on the agent's disk"),
            agent(DELIVERED, STARTED, "the work begins"),
            agent(STARTED, STARTED, "began again after a crash, the sender allowed it"),
            agent(STARTED, SUCCEEDED, "exit code 0"),
            agent(STARTED, FAILED, "any other end"),
            agent(STARTED, TIMED_OUT, "stopped at its timeout"),
            agent(STARTED, CANCELED, "stopped while running"),
            agent(STARTED, INTERRUPTED, "the machine went down in the middle"),
            agent(DELIVERED, CANCELED, "canceled before the start"),
            agent(DELIVERED, EXPIRED, "too late to start"),
            agent(DELIVERED, REJECTED, "the agent may not or can't do it"),
            agent(DELIVERED, SUPERSEDED, "a later command replaced it"),
            new Step(Optional.of(DELIVERED), Speaker.CONTROLLER, LOST, "the node's journal is gone"),
            new Step(Optional.of(STARTED), Speaker.CONTROLLER, LOST, "the node's journal is gone"));

    private Lifecycle() {}

    /** Whether the table has this very step. */
    public static boolean permits(Status from, Status to) {
        return STEPS.stream()
                .anyMatch(step -> step.to() == to
                        && step.from().isPresent()
                        && step.from().get() == from);
    }

    /** Whether {@code to} lies after {@code from}, directly or with steps in between that were never told. */
    public static boolean advances(Status from, Status to) {
        if (from.terminal() || from == to) {
            return false;
        }
        return permits(from, to)
                || STEPS.stream()
                        .anyMatch(step -> step.from().isPresent()
                                && step.from().get() == from
                                && step.to() != from
                                && advances(step.to(), to));
    }

    private static Step agent(Status from, Status to, String why) {
        return new Step(Optional.of(from), Speaker.AGENT, to, why);
    }
}
