package io.steward.controller.enrol;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.steward.model.command.Args;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import io.steward.nats.StreamNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers nodes that ask for fresh credentials on {@code <node>.event.renewal.agent}: the broker lets nobody else ask
 * there. The answer is a command to the node.
 *
 * <p>Works on the client's dispatcher thread. Of several controllers one hears each request. A request that comes while
 * none is there, or that fails, is lost; the agent asks again.
 */
public final class Renewals {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final String QUEUE = "steward-renewals";

    /** Sends the command {@code credentials.agent} to the node; returns once the log has stored it. */
    @FunctionalInterface
    public interface Sender {
        void send(NodeName node, Args args) throws Exception;
    }

    private final FrontDesk desk;
    private final Sender sender;

    public Renewals(FrontDesk desk, Sender sender) {
        this.desk = desk;
        this.sender = sender;
    }

    /** Listens from now on, on this and every later connection. */
    public void listenOn(Link link) {
        link.listen((event, connection) -> {
            if (event == LinkEvent.CONNECTED || event == LinkEvent.REBUILT) {
                subscribe(connection);
            }
        });
    }

    // As it is stored: what came as <node>.event.… has passed the account's mapping.
    private void subscribe(Connection connection) {
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(StreamNames.STORED + ".*.event.renewal.agent", QUEUE, this::asked);
    }

    private void asked(Message message) {
        try {
            NodeName node = NodeName.of(message.getSubject().split("\\.", -1)[1]);
            Optional<String> key = PlainObject.read(new String(message.getData(), StandardCharsets.UTF_8))
                    .string("publicKey");
            if (key.isPresent()) {
                answer(node, key.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Unreadable | InvalidName e) {
            LOG.warn("a request for renewal on {} can't be read: {}", message.getSubject(), e.getMessage());
        } catch (Exception e) {
            LOG.warn("credentials can't be renewed now, the node asks again: {}", e.getMessage());
        }
    }

    private void answer(NodeName node, String publicKey) throws Exception {
        Optional<FrontDesk.Admission> fresh = desk.renew(node, publicKey);
        if (fresh.isPresent()) {
            sender.send(node, new Args(java.util.Map.of("jwt", fresh.get().jwt())));
            LOG.info("credentials of {} are renewed until {}", node, fresh.get().expiresAt());
        }
    }
}
