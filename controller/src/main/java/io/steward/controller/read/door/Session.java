package io.steward.controller.read.door;

import io.steward.controller.read.door.Wire.Body;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation after it was let in: statements as text, or prepared, bound and executed in parts. One thread,
 * its own. It ends when the client leaves or the socket is closed.
 */
final class Session implements AutoCloseable {
    private static final int LONGEST = 16 << 20;

    private final Wire wire;
    private final SessionSettings settings;
    private final SessionCommands commands;
    private final Backend backend;
    private final int mostRows;
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private boolean skipping;

    Session(Wire wire, SessionSettings settings, Backend backend, int mostRows) {
        this.wire = wire;
        this.settings = settings;
        this.commands = new SessionCommands(settings);
        this.backend = backend;
        this.mostRows = mostRows;
    }

    /** Says how things stand, with the key by which statements are canceled. */
    void welcome(long key) throws IOException {
        for (String name : SessionSettings.TOLD.keySet()) {
            tell(name);
        }
        wire.begin('K').int32((int) (key >>> 32)).int32((int) key).end();
        ready();
    }

    /** Until the client leaves. */
    void serve() throws IOException {
        for (int type = wire.readType(); type >= 0 && type != 'X'; type = wire.readType()) {
            Body body = wire.readBody(LONGEST);
            if (skipping && type != 'S') {
                continue;
            }
            try {
                handle((char) type, body);
            } catch (PgError e) {
                commands.failed();
                error(wire, e);
                if (type == 'Q') {
                    ready();
                } else {
                    skipping = true;
                }
            }
        }
    }

    void cancel() {
        backend.cancel();
    }

    @Override
    public void close() throws SQLException {
        closePortals();
        backend.close();
    }

    static void error(Wire wire, PgError e) throws IOException {
        wire.begin('E')
                .int8('S')
                .text("ERROR")
                .int8('V')
                .text("ERROR")
                .int8('C')
                .text(e.code());
        wire.int8('M').text(String.valueOf(e.getMessage()));
        if (e.position() > 0) {
            wire.int8('P').text(Integer.toString(e.position()));
        }
        wire.int8(0).end();
    }

    private void handle(char type, Body body) throws IOException, PgError {
        switch (type) {
            case 'Q' -> {
                simple(body.text());
                ready();
            }
            case 'P' -> parse(body);
            case 'B' -> bind(body);
            case 'D' -> describe(body);
            case 'E' -> execute(body);
            case 'C' -> closed(body);
            case 'S' -> {
                skipping = false;
                if (commands.transaction() == 'I') {
                    closePortals();
                }
                ready();
            }
            case 'H' -> wire.flush();
            default -> throw new PgError(PgError.UNSUPPORTED, "messages of type " + type + " are not spoken here");
        }
    }

    private void simple(String sql) throws IOException, PgError {
        List<PgStatement> statements = PgStatement.split(sql);
        if (statements.isEmpty()) {
            wire.begin('I').end();
        }
        for (PgStatement statement : statements) {
            commands.check(statement);
            Prepared one = Prepared.of(Optional.of(statement), List.of(), settings, backend);
            if (!one.parameters().isEmpty()) {
                throw new PgError("42P02", "there is no value for the parameter in this statement");
            }
            try (Portal portal = one.bound(List.of(), List.of())) {
                if (!one.columns().isEmpty()) {
                    columns(one, portal);
                }
                run(portal, 0);
            }
        }
    }

    private void parse(Body body) throws IOException, PgError {
        String name = body.text();
        List<PgStatement> statements = PgStatement.split(body.text());
        List<Integer> types = new ArrayList<>();
        for (int i = body.int16(); i > 0; i--) {
            types.add(body.int32());
        }
        if (statements.size() > 1) {
            throw new PgError(
                    PgError.SYNTAX,
                    "one statement at a time can be prepared",
                    statements.get(1).at() + 1);
        }
        Optional<PgStatement> statement = statements.stream().findFirst();
        if (statement.isPresent()) {
            commands.check(statement.get());
        }
        prepared.put(name, Prepared.of(statement, types, settings, backend));
        wire.begin('1').end();
    }

    private void bind(Body body) throws IOException, PgError {
        String name = body.text();
        Prepared statement = statement(body.text());
        List<Integer> formats = shorts(body);
        int count = body.int16();
        if (count != statement.parameters().size()) {
            throw new PgError(
                    PgError.PROTOCOL,
                    count + " values for " + statement.parameters().size() + " parameters");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = body.int32();
            boolean binary = !formats.isEmpty() && formats.get(formats.size() == 1 ? 0 : i) == 1;
            values.add(
                    length < 0
                            ? null
                            : Parameter.value(
                                    body.bytes(length), statement.parameters().get(i), binary));
        }
        Portal old = portals.put(name, statement.bound(values, shorts(body)));
        if (old != null) {
            old.close();
        }
        wire.begin('2').end();
    }

    private void describe(Body body) throws IOException, PgError {
        boolean ofStatement = body.int8() == 'S';
        String name = body.text();
        Prepared described = ofStatement ? statement(name) : portal(name).prepared();
        if (ofStatement) {
            wire.begin('t').int16(described.parameters().size());
            described.parameters().forEach(wire::int32);
            wire.end();
        }
        if (described.columns().isEmpty()) {
            wire.begin('n').end();
        } else {
            columns(described, ofStatement ? described.bound(List.of(), List.of()) : portal(name));
        }
    }

    private void execute(Body body) throws IOException, PgError {
        Portal portal = portal(body.text());
        Optional<PgStatement> statement = portal.prepared().statement();
        if (statement.isEmpty()) {
            wire.begin('I').end();
            return;
        }
        commands.check(statement.get());
        run(portal, body.int32());
    }

    private void run(Portal portal, int most) throws IOException, PgError {
        PgStatement statement = portal.prepared().statement().orElseThrow();
        if (portal.prepared().plan().place() == Plan.Place.SESSION) {
            String tag = commands.run(statement);
            forget(statement);
            for (String name : commands.takeChanged()) {
                tell(name);
            }
            wire.begin('C').text(tag).end();
        } else if (portal.send(wire, backend, settings, most, mostRows)) {
            wire.begin('s').end();
        } else {
            wire.begin('C').text("SELECT " + portal.sent()).end();
        }
    }

    private void forget(PgStatement statement) {
        if (statement.word(0).equals("discard")) {
            prepared.clear();
        } else if (statement.word(0).equals("deallocate")) {
            int at = statement.word(1).equals("prepare") ? 2 : 1;
            if (statement.word(at).equals("all")) {
                prepared.clear();
            } else {
                prepared.remove(statement.plain(at));
            }
        }
    }

    private void closed(Body body) throws IOException {
        if (body.int8() == 'S') {
            prepared.remove(body.text());
        } else {
            Portal portal = portals.remove(body.text());
            if (portal != null) {
                portal.close();
            }
        }
        wire.begin('3').end();
    }

    private void columns(Prepared described, Portal portal) throws IOException {
        wire.begin('T').int16(described.columns().size());
        for (int i = 0; i < described.columns().size(); i++) {
            Column column = described.columns().get(i);
            wire.text(column.name()).int32(0).int16(0);
            wire.int32(column.type().oid())
                    .int16(column.type().length())
                    .int32(-1)
                    .int16(portal.format(i));
        }
        wire.end();
    }

    private void tell(String name) throws IOException {
        try {
            wire.begin('S').text(name).text(settings.show(name)).end();
        } catch (PgError e) {
            throw new IllegalStateException(name, e);
        }
    }

    private void ready() throws IOException {
        wire.begin('Z').int8(commands.transaction()).end();
        wire.flush();
    }

    private Prepared statement(String name) throws PgError {
        Prepared found = prepared.get(name);
        if (found == null) {
            throw new PgError(PgError.NO_SUCH_STATEMENT, "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    private Portal portal(String name) throws PgError {
        Portal found = portals.get(name);
        if (found == null) {
            throw new PgError(PgError.NO_SUCH_PORTAL, "portal \"" + name + "\" does not exist");
        }
        return found;
    }

    private void closePortals() {
        portals.values().forEach(Portal::close);
        portals.clear();
    }

    private static List<Integer> shorts(Body body) throws IOException {
        List<Integer> values = new ArrayList<>();
        for (int i = body.int16(); i > 0; i--) {
            values.add(body.int16());
        }
        return values;
    }
}
