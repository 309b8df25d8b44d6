package io.steward.agent.method.syslog;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;
import io.steward.model.wire.Json;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One {@code syslogforwarding} process. Its commands change nothing, so they may always run again. */
final class Forwarding implements Handler {
    private static final long CLOSE_MILLIS = 5000;

    private final ForwardingSettings settings;
    private final Reports reports;
    private final FileFollower follower;
    private final SyslogSockets sockets;
    private final Thread thread;

    Forwarding(Surroundings surroundings, ForwardingSettings settings) {
        String name = surroundings.process().toString();
        this.settings = settings;
        this.reports = new Reports(surroundings);
        this.follower = new FileFollower(settings.files(), new Positions(surroundings.folder()), reports);
        this.sockets = new SyslogSockets(name, Long.toHexString(new SecureRandom().nextLong()), reports);
        this.thread = new Thread(follower, name + "-files");
        this.thread.setDaemon(true);
    }

    void start() {
        sockets.open(settings);
        if (!settings.files().isEmpty()) {
            thread.start();
        }
    }

    SyslogSockets sockets() {
        return sockets;
    }

    @Override
    public void check(Work work) {
        Map<String, ?> args = work.command().args().fields();
        args.keySet().stream()
                .filter(field -> !field.equals("action"))
                .findFirst()
                .ifPresent(field -> {
                    throw new BadArgs(field, args.get(field), "only action");
                });
        String action = work.command().args().string("action").orElse("absent");
        if (!action.equals("status")) {
            throw new BadArgs("action", action, "status");
        }
    }

    @Override
    public Outcome run(Work work) {
        check(work);
        return Outcome.done(Json.text(status()) + "\n");
    }

    private Map<String, Object> status() {
        Map<String, Object> status = reports.counts();
        sockets.udpPort().ifPresent(port -> status.put("udp", port));
        sockets.tcpPort().ifPresent(port -> status.put("tcp", port));
        status.put("refusedConnections", sockets.refused());
        List<Map<String, Object>> files = new ArrayList<>();
        for (Position position : follower.positions()) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("file", position.name().toString());
            file.put("inode", position.key().substring(position.key().indexOf(':') + 1));
            file.put("offset", position.offset());
            file.put("done", position.done());
            files.add(file);
        }
        status.put("files", files);
        status.put("problems", follower.problems());
        return status;
    }

    @Override
    public Recovery recover(Work work) {
        return new Recovery.NeverRan();
    }

    @Override
    public void close() {
        sockets.close();
        follower.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
