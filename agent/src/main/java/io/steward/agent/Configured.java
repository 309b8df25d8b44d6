package io.steward.agent;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.method.Method;
import io.steward.agent.method.shell.ExecutableMethods;
import io.steward.agent.process.Limits;
import io.steward.model.command.Args;
import io.steward.model.config.Settings;
import io.steward.model.subject.ProcessName;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import io.steward.nats.tls.Tls;
import io.steward.nats.tls.TlsFiles;
import io.steward.nats.tls.TlsKeys;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from settings what the parts of an agent want to know. Stateless. */
final class Configured {
    private static final Logger LOG = LoggerFactory.getLogger(Configured.class);
    private static final Set<String> RESERVED = Set.of("cancel", "process", "resend", "policy", "credentials");

    private Configured() {}

    static JournalLimits journal(Settings settings) {
        return new JournalLimits(
                settings.get(AgentKeys.JOURNAL_KEEP),
                settings.get(AgentKeys.JOURNAL_ENDED),
                settings.get(AgentKeys.JOURNAL_OPEN),
                settings.get(AgentKeys.OUTBOX_EVENTS),
                settings.get(AgentKeys.OUTBOX_EVENT_BYTES),
                settings.get(AgentKeys.JOURNAL_RESERVE),
                settings.get(AgentKeys.JOURNAL_ACK_BYTES));
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

    /** Whether the PEM files for the broker can be used, before anything is begun. */
    static void checkTls(Settings settings) throws BadStart {
        try {
            TlsFiles files = TlsKeys.files(settings);
            if (files.any()) { // else it would read what this Java trusts: a fifth of the time to start, for nothing
                Tls.client(files);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BadStart(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<SSLContext> metricsTls(Settings settings) throws IOException {
        Optional<String> certificate = settings.get(AgentKeys.METRICS_CERTIFICATE);
        Optional<String> key = settings.get(AgentKeys.METRICS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "keys \"metrics.tls.certificate\" and \"metrics.tls.key\" need each other: set both or none");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(Tls.server(Path.of(certificate.get()), Path.of(key.get()), Optional.empty()))
                : Optional.empty();
    }

    /** Where metrics are asked for, if they are. */
    static Optional<MetricsDoor> door(Settings settings, PrometheusMeterRegistry meters) throws BadStart {
        int port = settings.get(AgentKeys.METRICS_PORT);
        if (port == 0) {
            return Optional.empty();
        }
        String file = settings.get(AgentKeys.METRICS_TOKEN)
                .orElseThrow(() -> new BadStart("key \"metrics.token.file\" is missing: metrics.port needs it"));
        InetSocketAddress address = new InetSocketAddress(settings.get(AgentKeys.METRICS_HOST), port);
        try {
            return Optional.of(
                    MetricsDoor.open(address, Files.readString(Path.of(file)).strip(), meters, metricsTls(settings)));
        } catch (BindException e) {
            // Commands are done also where nobody can watch.
            LOG.warn("metrics: {} can't be opened, so there are none: {}", address, e.getMessage());
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new BadStart("metrics on " + address + " with the token in \"" + file + "\": " + e.getMessage(), e);
        }
    }

    /** The methods on the class path and the executables in {@code methods.dir}, by name. */
    static Map<String, Method> methods(Settings settings) throws BadStart {
        Map<String, Method> methods = new TreeMap<>();
        for (Method method : ServiceLoader.load(Method.class)) {
            add(methods, method);
        }
        Path folder = settings.get(AgentKeys.METHODS_DIR)
                .map(Path::of)
                .orElse(settings.get(AgentKeys.DATA_DIR).resolve("methods.d"));
        try {
            for (Method method : ExecutableMethods.in(folder)) {
                add(methods, method);
            }
        } catch (IOException e) {
            throw new BadStart(
                    "key \"methods.dir\" names \"" + folder + "\", which can't be read: " + e.getMessage(), e);
        }
        return methods;
    }

    private static void add(Map<String, Method> methods, Method method) throws BadStart {
        Method other = methods.putIfAbsent(method.name(), method);
        if (other != null || RESERVED.contains(method.name())) {
            throw new BadStart("method \"" + method.name() + "\" is there twice: as "
                    + (other == null ? "a part of the agent" : other.getClass().getName()) + " and as "
                    + method.getClass().getName());
        }
    }
}
