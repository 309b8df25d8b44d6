package io.steward.controller.projection;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.fold.Content;
import io.steward.model.subject.Subject;

/**
 * No opinion on any content, for tables that have one on a few: a stream holds by its subjects what its tables know, and
 * what else somebody may have put there changes no row.
 */
abstract class ContentAdapter implements Content.Cases<Boolean> {
    void onCommand(Command command) {}

    void onAck(Subject subject, Ack ack) {}

    void onHello(Subject subject, Hello hello) {}

    void onFacts(Subject subject, Facts facts) {}

    void onEnrolled(Subject subject, Enrolled enrolled) {}

    void onConnection(Subject subject, Connection connection) {}

    void onHeartbeat(Subject subject, Heartbeat heartbeat) {}

    @Override
    public final Boolean command(Command command) {
        onCommand(command);
        return true;
    }

    @Override
    public final Boolean ack(Subject subject, Ack ack) {
        onAck(subject, ack);
        return true;
    }

    @Override
    public final Boolean hello(Subject subject, Hello hello) {
        onHello(subject, hello);
        return true;
    }

    @Override
    public final Boolean facts(Subject subject, Facts facts) {
        onFacts(subject, facts);
        return true;
    }

    @Override
    public final Boolean enrolled(Subject subject, Enrolled enrolled) {
        onEnrolled(subject, enrolled);
        return true;
    }

    @Override
    public final Boolean connection(Subject subject, Connection connection) {
        onConnection(subject, connection);
        return true;
    }

    @Override
    public final Boolean heartbeat(Subject subject, Heartbeat heartbeat) {
        onHeartbeat(subject, heartbeat);
        return true;
    }

    @Override
    public final Boolean other(Subject subject) {
        return true;
    }

    @Override
    public final Boolean unreadable(String code, String message) {
        return true;
    }
}
