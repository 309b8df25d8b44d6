package io.steward.agent.process;

import io.steward.agent.journal.Change;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Fault;
import io.steward.model.subject.ProcessName;
import io.steward.model.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists, starts and stops the node's processes. What it started or stopped stays so across restarts of the agent. */
final class ProcessMethod implements Method {
    static final String NAME = "process";
    private static final String ACTIONS = "one of list, start, stop";

    private final ProcessTable table;

    ProcessMethod(ProcessTable table) {
        this.table = table;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Steering();
    }

    private final class Steering implements Handler {
        @Override
        public void check(Work work) {
            Args args = work.command().args();
            String action = action(args);
            if (!List.of("list", "start", "stop").contains(action)) {
                throw new BadArgs("action", action, ACTIONS);
            }
            if (!"list".equals(action)) {
                process(args);
            }
            settings(args);
        }

        @Override
        public Outcome run(Work work) {
            Args args = work.command().args();
            return switch (action(args)) {
                case "list" -> Outcome.done(list());
                case "start" -> start(process(args), settings(args));
                default -> stop(process(args));
            };
        }

        @Override
        public Recovery recover(Work work) {
            // Each of the three may be done again.
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {}
    }

    private String list() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ProcessName process : table.handlers().open()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("method", process.method());
            row.put("domain", process.domain());
            row.put("settings", table.handlers().settings(process).fields());
            rows.add(row);
        }
        return Json.text(rows) + "\n";
    }

    private Outcome start(ProcessName process, Args settings) {
        boolean fresh;
        try {
            fresh = table.handlers().start(process, settings);
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault("bad-settings", String.valueOf(e.getMessage())));
        }
        table.journal().append(List.of(new Change.Settled(process, Optional.of(Json.text(settings.fields())))));
        return Outcome.done(process + (fresh ? " started\n" : " runs already\n"));
    }

    private Outcome stop(ProcessName process) {
        table.journal().append(List.of(new Change.Settled(process, Optional.empty())));
        return table.handlers().stop(process)
                ? Outcome.done(process + " stopped\n")
                : Outcome.failed(new Fault("unknown-process", "process \"" + process + "\" is not running"));
    }

    private static String action(Args args) {
        return args.string("action").orElseThrow(() -> new BadArgs("action", null, ACTIONS));
    }

    private static ProcessName process(Args args) {
        String method = args.string("method").orElseThrow(() -> new BadArgs("method", null, "a method's name"));
        String domain = args.string("domain").orElseThrow(() -> new BadArgs("domain", null, "a domain's name"));
        try {
            return new ProcessName(method, domain);
        } catch (IllegalArgumentException e) {
            throw new BadArgs("method, args.domain", method + ", " + domain, "letters, digits, _ and -");
        }
    }

    private static Args settings(Args args) {
        Object settings = args.fields().get("settings");
        if (settings == null) {
            return Args.NONE;
        }
        if (!(settings instanceof Map<?, ?> map)) {
            throw new BadArgs("settings", settings, "an object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        return new Args(fields);
    }
}
