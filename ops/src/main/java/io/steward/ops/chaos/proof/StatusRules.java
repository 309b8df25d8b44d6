package io.steward.ops.chaos.proof;

import io.steward.model.command.Status;
import io.steward.ops.chaos.proof.Evidence.FullDisk;
import io.steward.ops.chaos.proof.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether every end is one that the run explains: nobody guesses, and no machine went down. Pure. */
final class StatusRules {
    private static final String RESEND = "resend";

    private final Set<String> canceled = new HashSet<>();
    private final Map<String, Long> lastOfProcess = new HashMap<>();

    private final List<FullDisk> fullDisks;
    private final Losses losses;

    private StatusRules(Cases cases, List<FullDisk> fullDisks, Losses losses) {
        this.fullDisks = fullDisks;
        this.losses = losses;
        for (Case one : cases.all()) {
            one.command().ifPresent(command -> {
                command.cancels().ifPresent(canceled::add);
                lastOfProcess.merge(process(command), command.seq(), Math::max);
            });
        }
    }

    static List<Violation> check(Cases cases, List<FullDisk> fullDisks, Losses losses) {
        StatusRules rules = new StatusRules(cases, fullDisks, losses);
        List<Violation> found = new ArrayList<>();
        for (Case one : cases.all()) {
            if (one.command().isPresent() && one.end().isPresent()) {
                rules.objection(one, one.command().get(), one.end().get())
                        .ifPresent(words -> found.add(one.violation(Kind.UNEXPLAINED, words)));
            }
        }
        return found;
    }

    private Optional<String> objection(Case one, LogLine command, LogLine end) {
        Status status = end.status().orElseThrow();
        if (command.cancels().isPresent()) {
            boolean usual = status == Status.SUCCEEDED || status == Status.FAILED;
            return usual ? Optional.empty() : Optional.of("is a cancel and ended with " + status);
        }
        if (losses.struck() && command.method().equals(RESEND)) {
            return status == Status.SUCCEEDED
                    ? Optional.empty()
                    : Optional.of("asks a node to tell again and ended with " + status);
        }
        if (one.errand().isEmpty()) {
            return Optional.of("belongs to no errand and cancels nothing");
        }
        if (noRoom(one, end)) {
            return Optional.empty();
        }
        if (!one.errand().get().kind().mayEnd(status)) {
            return Optional.of("is of kind " + one.errand().get().kind() + " and ended with " + status
                    + ", which nothing explains");
        }
        return switch (status) {
            case CANCELED ->
                canceled.contains(one.id()) || losses.any()
                        ? Optional.empty()
                        : Optional.of("ended with CANCELED and the log holds no cancel of it");
            case EXPIRED ->
                command.expiresAt().filter(time -> !end.at().isBefore(time)).isPresent()
                        ? Optional.empty()
                        : Optional.of("ended with EXPIRED before it expired");
            case SUPERSEDED ->
                losses.struck() || lastOfProcess.getOrDefault(process(command), 0L) > command.seq()
                        ? Optional.empty()
                        : Optional.of("ended with SUPERSEDED and is the last of its process");
            case QUEUED, DELIVERED, STARTED, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, INTERRUPTED, LOST ->
                Optional.empty();
        };
    }

    /** No room for the result, or for the start: then INTERRUPTED, or FAILED without an exit code, is all that is known. */
    private boolean noRoom(Case one, LogLine end) {
        Status status = end.status().orElseThrow();
        boolean doubt = status == Status.INTERRUPTED
                || (status == Status.FAILED && end.exitCode().isEmpty());
        Instant began = one.command().orElseThrow().at();
        return doubt
                && fullDisks.stream()
                        .anyMatch(disk -> disk.node().equals(end.node())
                                && disk.from().isBefore(end.at())
                                && disk.to().isAfter(began));
    }

    private static String process(LogLine command) {
        return command.node() + " " + command.method() + " " + command.domain();
    }
}
