package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.steward.controller.issue.Receipt.Sent;
import io.steward.controller.issue.Refused.Reason;
import io.steward.controller.read.IssuedCommand;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Command;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Earlier requests, from the state database once it has folded all that the control streams hold now. Any thread; waits
 * for the fold at most as long as its patience.
 */
public final class LoggedRequests implements Earlier {
    private static final int NO_MESSAGE_FOUND = 10037;

    private final Link link;
    private final Streams streams;
    private final CatchUp catchUp;
    private final StateReader state;
    private final Duration patience;

    public LoggedRequests(Link link, Streams streams, CatchUp catchUp, StateReader state, Duration patience) {
        this.link = link;
        this.streams = streams;
        this.catchUp = catchUp;
        this.state = state;
        this.patience = patience;
    }

    @Override
    public Request find(String requestKey) throws Refused, InterruptedException {
        try {
            Connection connection = link.await(patience).orElseThrow(() -> notCaughtUp("the broker can't be reached"));
            Optional<String> behind = catchUp.await(connection, patience);
            if (behind.isPresent()) {
                throw notCaughtUp("the state database is still behind the stream " + behind.get());
            }
            List<IssuedCommand> commands = state.commandsOf(requestKey);
            return commands.isEmpty() ? Request.NONE : request(connection, commands);
        } catch (IOException | JetStreamApiException e) {
            throw notCaughtUp("the broker did not answer: " + e.getMessage());
        }
    }

    private Request request(Connection connection, List<IssuedCommand> commands)
            throws IOException, JetStreamApiException {
        return new Request(
                commands.stream()
                        .map(command -> new Sent(command.id(), command.node()))
                        .toList(),
                sample(connection, commands.get(0)));
    }

    private Optional<Command> sample(Connection connection, IssuedCommand command)
            throws IOException, JetStreamApiException {
        Object seq = state.command(command.id()).map(row -> row.get("log_seq")).orElse(null);
        if (!(seq instanceof Number number)) {
            return Optional.empty();
        }
        try {
            MessageInfo message = connection
                    .jetStreamManagement(Link.JETSTREAM)
                    .getMessage(streams.commandStream(command.node()), number.longValue());
            return Optional.of(Codec.decodeCommand(Subject.parse(message.getSubject()), message.getData()));
        } catch (Unreadable | IllegalArgumentException e) {
            return Optional.empty();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Refused notCaughtUp(String why) {
        return new Refused(
                Reason.NOT_CAUGHT_UP,
                "Idempotency-Key",
                "whether the request of header \"Idempotency-Key\" was sent before can't be told now, so nothing was sent: "
                        + why + "; ask again with the same key");
    }
}
