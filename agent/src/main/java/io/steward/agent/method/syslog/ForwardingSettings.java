package io.steward.agent.method.syslog;

import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Optional;

/**
 * What one process reads.
 *
 * @param files absolute paths; the last name may hold {@code * ? [ ] { }}
 */
record ForwardingSettings(List<String> files, Optional<InetSocketAddress> udp, Optional<InetSocketAddress> tcp) {
    private static final List<String> FIELDS = List.of("files", "udp", "tcp");
    private static final String ADDRESS = "host:port, or a port of the loopback address";

    /** @throws BadArgs naming field, value and what is allowed */
    static ForwardingSettings of(Args args) {
        args.fields().keySet().stream()
                .filter(field -> !FIELDS.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new BadArgs(field, args.fields().get(field), "only " + String.join(", ", FIELDS));
                });
        List<String> files = args.fields().get("files") instanceof String text
                ? List.of(text.split("\\s*,\\s*", -1))
                : args.strings("files").orElse(List.of());
        files.forEach(ForwardingSettings::checkPattern);
        ForwardingSettings settings = new ForwardingSettings(files, address(args, "udp"), address(args, "tcp"));
        if (files.isEmpty() && settings.udp.isEmpty() && settings.tcp.isEmpty()) {
            throw new BadArgs("files", "absent", "at least one of files, udp and tcp");
        }
        return settings;
    }

    private static void checkPattern(String file) {
        String folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (!file.startsWith("/") || name.isEmpty() || file.indexOf('\0') >= 0 || folder.matches(".*[*?\\[{].*")) {
            throw new BadArgs("files", file, "absolute paths, with * ? [ ] { } in the last name only");
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + name);
        } catch (IllegalArgumentException e) {
            throw new BadArgs("files", file, "a pattern whose brackets are closed");
        }
    }

    private static Optional<InetSocketAddress> address(Args args, String field) {
        Object value = args.fields().get(field);
        if (value == null) {
            return Optional.empty();
        }
        String text = value.toString();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new BadArgs(field, value, ADDRESS);
        }
        InetSocketAddress address = host.isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))
                : new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new BadArgs(field, value, ADDRESS);
        }
        return Optional.of(address);
    }
}
