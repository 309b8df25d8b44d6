package io.steward.controller.issue;

import io.steward.controller.issue.Receipt.Sent;
import io.steward.model.command.Command;
import java.util.List;
import java.util.Optional;

/** What an earlier request with the same key has put into the log. Any thread. */
public interface Earlier {
    /**
     * All that was sent under a key.
     *
     * @param commands in log order; empty: the request is new
     * @param sample one of them as it was sent, if the log still holds one
     */
    record Request(List<Sent> commands, Optional<Command> sample) {
        public Request {
            commands = List.copyOf(commands);
        }

        static final Request NONE = new Request(List.of(), Optional.empty());
    }

    /**
     * The request with this key, whoever sent it and however long ago: all that the log held when this was called is
     * taken into account.
     *
     * @throws Refused if that can't be told in a reasonable time
     */
    Request find(String requestKey) throws Refused, InterruptedException;
}
