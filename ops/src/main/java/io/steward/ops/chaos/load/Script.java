package io.steward.ops.chaos.load;

import io.steward.model.command.OnCrash;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An errand as a command: what it runs and with which limits. Pure. */
final class Script {
    static final String SHELL = "shellcommand";
    private static final String NOBODY = "nosuchmethod";
    private static final Duration LONG = Duration.ofSeconds(60);
    // printf is built into the shell: the line is one write to a file opened for appending.
    private static final String EFFECT = "printf '%s\\n' \"$2 $3 $$ $STEWARD_COMMAND_ID\" >>\"$1/$SCRATCH_MEMBER\"";

    private Script() {}

    static String method(Errand errand) {
        return errand.kind() == ErrandKind.UNKNOWN_METHOD ? NOBODY : SHELL;
    }

    /** The arguments; the same on every node, which finds its own file by its name. */
    static Map<String, Object> args(Errand errand, Path effects) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", text(errand), "errand"));
        argv.add(effects.toString());
        argv.add(errand.domain());
        argv.add(Integer.toString(errand.number()));
        return Map.of("argv", argv);
    }

    static Optional<Duration> timeout(Errand errand) {
        return switch (errand.kind()) {
            case TIMING_OUT, HANGING -> Optional.of(errand.work());
            case QUICK, SLOW, FAILING, REPEATABLE, CANCELED, EXPIRING, SUPERSEDING, UNKNOWN_METHOD -> Optional.empty();
        };
    }

    static OnCrash onCrash(Errand errand) {
        return errand.kind().mayRepeat() ? OnCrash.REPEAT : OnCrash.REPORT;
    }

    /** By this the errand is known in the log. */
    static String reason(Errand errand) {
        return "errand " + errand.number();
    }

    private static String text(Errand errand) {
        return switch (errand.kind()) {
            case QUICK, EXPIRING, UNKNOWN_METHOD -> EFFECT;
            case FAILING -> EFFECT + "; exit 3";
            case TIMING_OUT -> EFFECT + "; " + sleep(LONG);
            case HANGING -> sleep(LONG) + "; " + EFFECT;
            case SLOW, REPEATABLE, CANCELED, SUPERSEDING ->
                errand.effectFirst() ? EFFECT + "; " + sleep(errand.work()) : sleep(errand.work()) + "; " + EFFECT;
        };
    }

    private static String sleep(Duration time) {
        return "sleep " + String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }
}
