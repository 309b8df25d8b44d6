package io.steward.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.steward.controller.issue.Admission;
import io.steward.controller.issue.CatchUp;
import io.steward.controller.issue.Ids;
import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.JetStreamCommandLog;
import io.steward.controller.issue.LoggedRequests;
import io.steward.controller.issue.SignedIssuer;
import io.steward.controller.issue.StateFleet;
import io.steward.controller.read.StateReader;
import io.steward.model.config.Settings;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The two ways by which commands come into the log, put together.
 *
 * @param issuer for what is asked for
 * @param signed for what its issuers have signed
 */
record Issuing(Issuer issuer, SignedIssuer signed) {
    private static final Duration CATCH_UP = Duration.ofSeconds(15);

    static Issuing of(
            Settings settings,
            Link link,
            Streams streams,
            StateReader state,
            CatchUp catchUp,
            Admission admission,
            InstantSource clock,
            MeterRegistry meters) {
        Duration patience = settings.get(ControllerKeys.ISSUE_PATIENCE);
        JetStreamCommandLog log = new JetStreamCommandLog(link, streams, patience);
        StateFleet fleet = new StateFleet(state);
        LoggedRequests earlier = new LoggedRequests(link, streams, catchUp, state, CATCH_UP);
        return new Issuing(
                new Issuer(log, fleet, earlier, new Ids(clock, new SecureRandom()), admission, meters),
                new SignedIssuer(log, fleet, earlier, admission, catchUp, state, clock, meters));
    }
}
