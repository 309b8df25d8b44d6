package io.steward.agent.machine;

import com.sun.management.OperatingSystemMXBean;
import io.steward.model.event.Facts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code /proc}, {@code /etc} and the JVM's own management. Any thread may call it; what can't be read is left out. */
public final class Machine {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path RELEASE = Path.of("/etc/os-release");
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");

    private Machine() {}

    /** The kernel's id for this run of the machine; empty where there is none: then no two runs are the same. */
    public static String bootId() {
        return read(BOOT_ID);
    }

    /** Milliseconds since some moment, counted on also while the machine sleeps where the kernel can tell. */
    public static long steadyMillis() {
        String uptime = read(UPTIME);
        int space = uptime.indexOf(' ');
        return space < 0
                ? System.nanoTime() / 1_000_000
                : (long) (Double.parseDouble(uptime.substring(0, space)) * 1000);
    }

    /** What the machine is now, and what else is to be told of it. */
    public static Facts facts(Map<String, String> labels, Map<String, String> besides) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, String> more = new TreeMap<>(besides);
        put(more, "kernel", read(KERNEL));
        put(more, "distribution", distribution());
        put(more, "machineId", read(MACHINE_ID));
        put(more, "java", System.getProperty("java.version", ""));
        return new Facts(
                hostname(),
                system.getName(),
                system.getArch(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                labels,
                more);
    }

    private static String hostname() {
        String name = read(HOSTNAME);
        try {
            return name.isEmpty() ? InetAddress.getLocalHost().getHostName() : name;
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static String distribution() {
        return read(RELEASE)
                .lines()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse("");
    }

    private static void put(Map<String, String> more, String name, String value) {
        if (!value.isEmpty()) {
            more.put(name, value);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
