package io.steward.agent;

import io.steward.agent.journal.JournalLimits;
import io.steward.agent.method.Method;
import io.steward.agent.process.Limits;
import io.steward.model.command.Args;
import io.steward.model.config.Settings;
import io.steward.model.subject.ProcessName;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Reads from settings what the parts of an agent want to know. Stateless. */
final class Configured {
    private Configured() {}

    static JournalLimits journal(Settings settings) {
        return new JournalLimits(
                settings.get(AgentKeys.JOURNAL_KEEP),
                settings.get(AgentKeys.JOURNAL_ENDED),
                settings.get(AgentKeys.JOURNAL_OPEN),
                settings.get(AgentKeys.OUTBOX_EVENTS),
                settings.get(AgentKeys.OUTBOX_EVENT_BYTES),
                settings.get(AgentKeys.JOURNAL_RESERVE));
    }

    static Limits processes(Settings settings) {
        return new Limits(
                settings.get(AgentKeys.PROCESSES_MOST),
                settings.get(AgentKeys.PROCESSES_IDLE),
                settings.get(AgentKeys.COMMAND_TIMEOUT),
                settings.get(AgentKeys.CRASH_ATTEMPTS));
    }

    /** The processes that run from the start. */
    static Map<ProcessName, Args> started(Settings settings) throws BadStart {
        Map<ProcessName, Args> started = new TreeMap<>();
        for (Map.Entry<String, String> one :
                settings.family(AgentKeys.PROCESSES).entrySet()) {
            String key = "process." + one.getKey();
            int dot = one.getKey().indexOf('.');
            try {
                String method = one.getKey().substring(0, Math.max(dot, 0));
                ProcessName name = new ProcessName(method, one.getKey().substring(dot + 1));
                started.put(name, one.getValue().isBlank() ? Args.NONE : PlainObject.read(one.getValue()));
            } catch (IllegalArgumentException e) {
                throw new BadStart("key \"" + key + "\" is not allowed: use process.<method>.<domain>", e);
            } catch (Unreadable e) {
                throw new BadStart("key \"" + key + "\": " + e.getMessage() + "; use a JSON object", e);
            }
        }
        return started;
    }

    /** The methods on the class path, by name. */
    static Map<String, Method> methods() throws BadStart {
        Map<String, Method> methods = new TreeMap<>();
        for (Method method : ServiceLoader.load(Method.class)) {
            Method other = methods.putIfAbsent(method.name(), method);
            if (other != null) {
                throw new BadStart("method \"" + method.name() + "\" is served by both "
                        + other.getClass().getName() + " and "
                        + method.getClass().getName());
            }
        }
        return methods;
    }
}
