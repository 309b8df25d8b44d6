package io.steward.controller;

import io.steward.controller.enrol.EnrolSettings;
import io.steward.controller.enrol.FrontDesk;
import io.steward.controller.enrol.Renewals;
import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.Order;
import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.Targets;
import io.steward.controller.log.ControlEvents;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Args;
import io.steward.model.command.OnCrash;
import io.steward.model.config.Settings;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.nats.Link;
import io.steward.nats.keys.NodeSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Puts together what lets machines in. */
final class Enrolling {
    private static final ProcessName CREDENTIALS = new ProcessName("credentials", "agent");

    private Enrolling() {}

    static FrontDesk desk(Settings settings, Link link, StateReader state, FleetLog log, InstantSource clock)
            throws IOException {
        NodeName controller = settings.get(ControllerKeys.NODE);
        return new FrontDesk(
                controller,
                signer(settings),
                settings.get(EnrolSettings.LIFE),
                state.identities(),
                new ControlEvents(link, controller, clock),
                log::enter,
                clock);
    }

    /** Renews credentials in the controller's own name. */
    static void renew(FrontDesk desk, Issuer issuer, Link link, String controller) {
        new Renewals(desk, (node, args) -> send(issuer, controller, node, args)).listenOn(link);
    }

    private static void send(Issuer issuer, String controller, NodeName node, Args args) throws Exception {
        Receipt receipt = issuer.issueOwn(
                new Order(
                        new Targets.Named(List.of(node)),
                        CREDENTIALS,
                        args,
                        Optional.empty(),
                        Optional.empty(),
                        OnCrash.REPEAT,
                        true,
                        Optional.of("renewal")),
                controller);
        if (!receipt.complete()) {
            throw new IOException("the log did not store the credentials of " + node);
        }
    }

    private static Optional<NodeSigner> signer(Settings settings) throws IOException {
        Optional<String> file = settings.get(EnrolSettings.SIGNING_KEY);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String account = settings.get(EnrolSettings.ACCOUNT)
                .filter(key -> key.matches("A[A-Z2-7]{55}"))
                .orElseThrow(() -> new IOException("key \"enrol.account\" is missing or no account's public key:"
                        + " enrol.signing.key.file needs it, A and 55 characters"));
        return Optional.of(NodeSigner.open(Path.of(file.get()), account));
    }
}
