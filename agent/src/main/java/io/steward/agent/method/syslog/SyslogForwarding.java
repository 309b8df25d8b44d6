package io.steward.agent.method.syslog;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Surroundings;

/**
 * {@code syslogforwarding}: reads files ({@code files}) and a syslog socket ({@code udp}, {@code tcp}) and reports each
 * line and message as {@code <node>.event.syslogforwarding.<domain>} (contract, section 9). Configured or started for
 * each domain; a command with {@code args.action=status} answers what it has read.
 */
public final class SyslogForwarding implements Method {
    @Override
    public String name() {
        return "syslogforwarding";
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return false;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        Forwarding forwarding = new Forwarding(surroundings, ForwardingSettings.of(surroundings.settings()));
        forwarding.start();
        return forwarding;
    }
}
