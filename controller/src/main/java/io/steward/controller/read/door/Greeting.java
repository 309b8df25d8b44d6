package io.steward.controller.read.door;

import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.Wire.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The beginning of a connection: refuses encryption, passes requests to cancel on, and lets in who names the database and
 * knows the password. One thread. What a client says before that is bounded in size.
 */
final class Greeting {
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;
    private static final int CANCEL = 80_877_102;
    private static final int LONGEST = 10_000;

    private final Wire wire;
    private final LongConsumer cancel;

    /** @param cancel gets the key of the session whose statement is to end */
    Greeting(Wire wire, LongConsumer cancel) {
        this.wire = wire;
        this.cancel = cancel;
    }

    /** What the client says about itself; empty: it wanted nothing more. */
    Optional<Map<String, String>> hear() throws IOException, PgError {
        while (true) {
            int first = wire.readType();
            if (first != 0) {
                throw new IOException("this is not PostgreSQL's protocol");
            }
            Body body = wire.readStart(LONGEST);
            int code = body.int32();
            if (code == SSL || code == GSS) {
                wire.bare('N');
            } else if (code == CANCEL) {
                cancel.accept(((long) body.int32() << 32) | (body.int32() & 0xffffffffL));
                return Optional.empty();
            } else {
                return Optional.of(started(code, body));
            }
        }
    }

    /** Asks for the proof that the client knows the password. */
    void prove(Map<String, String> said, ReadAccess access) throws IOException, PgError {
        String user = said.getOrDefault("user", "");
        boolean known = user.equals(access.user());
        Scram scram = new Scram(known ? access.password() : user + System.nanoTime());
        wire.begin('R').int32(10).text(Scram.MECHANISM).int8(0).end();
        wire.flush();
        Body first = password();
        String mechanism = first.text();
        int length = first.int32();
        Optional<String> answer =
                mechanism.equals(Scram.MECHANISM) ? scram.first(utf8(first.bytes(length))) : Optional.empty();
        wire.begin('R')
                .int32(11)
                .bytes(bytes(answer.orElseThrow(() -> refused(user))))
                .end();
        wire.flush();
        try {
            Optional<String> signature = scram.last(utf8(password().rest()));
            if (signature.isEmpty() || !known) {
                throw refused(user);
            }
            wire.begin('R').int32(12).bytes(bytes(signature.get())).end();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        String database = said.getOrDefault("database", user);
        if (!database.equals(SqlDoor.DATABASE)) {
            throw new PgError(
                    PgError.NO_SUCH_DATABASE, "database \"" + database + "\" does not exist: use " + SqlDoor.DATABASE);
        }
        wire.begin('R').int32(0).end();
    }

    private Map<String, String> started(int version, Body body) throws IOException, PgError {
        if (version >>> 16 != 3) {
            throw new PgError(
                    PgError.PROTOCOL,
                    "protocol " + (version >>> 16) + "." + (version & 0xffff) + " is not spoken here: use 3.0");
        }
        Map<String, String> said = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name = body.text(); !name.isEmpty(); name = body.text()) {
            if (name.startsWith("_pq_.")) {
                unknown.add(name);
                body.text();
            } else {
                said.put(name, body.text());
            }
        }
        if ((version & 0xffff) > 0 || !unknown.isEmpty()) {
            wire.begin('v').int32(3 << 16).int32(unknown.size());
            unknown.forEach(wire::text);
            wire.end();
        }
        return said;
    }

    private Body password() throws IOException, PgError {
        if (wire.readType() != 'p') {
            throw new PgError(PgError.PROTOCOL, "a proof of the password was expected");
        }
        return wire.readBody(LONGEST);
    }

    private static PgError refused(String user) {
        return new PgError(
                PgError.BAD_PASSWORD,
                "password authentication failed for user \"" + user
                        + "\": the user is reader, its password stands in sql.password of the controller's data"
                        + " folder");
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
