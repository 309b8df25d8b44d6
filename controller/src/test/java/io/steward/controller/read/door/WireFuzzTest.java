package io.steward.controller.read.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients of the SQL port may send: their connection ends or is answered; the door stays open for the next one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireFuzzTest {
    private static final int START = 3 << 16;

    @TempDir
    static Path folder;

    private StateDatabase database;
    private ReadAccess access;
    private Catalog catalog;
    private SqlDoor door;

    @BeforeAll
    void open() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofMillis(500));
        access = database.reader("reader", "secret");
        catalog = Catalog.of(access);
        door = SqlDoor.open(access, new DoorSettings(0, 8, 1_000, Duration.ofMillis(500)));
    }

    @AfterAll
    void close() throws Exception {
        door.close();
        catalog.close();
        database.close();
    }

    @Test
    void statements_are_parted_and_translated_or_refused() {
        FuzzTarget.of(
                        "statements",
                        Grammar.SQL,
                        "select labels->>'site', now() - interval '1 day' from node_state where a = E'it\\'s' ; select $$a;b$$",
                        "select pg_catalog.version(), x::regclass::oid, array[1,2] from pg_class /* /* x */ */ -- end",
                        "set statement_timeout to '3s'; show all; begin; prepare a as select $1; deallocate all")
                .refusing(PgError.class)
                .inputs(2_000)
                .memory(64L << 20, 5_000)
                .checkText(text -> {
                    for (PgStatement statement : PgStatement.split(text)) {
                        Dialect.live(statement);
                        Plan.of(statement, new SessionSettings(Duration.ofSeconds(1)), catalog);
                        new SessionCommands(new SessionSettings(Duration.ofSeconds(1))).run(statement);
                    }
                });
    }

    @Test
    void what_was_found_to_break_the_translation_is_refused() throws Exception {
        for (String text : List.of("select x::", "select x::pg_catalog.")) {
            PgStatement statement = PgStatement.split(text).get(0);
            assertThatThrownBy(() -> Dialect.ofCatalog(statement, catalog))
                    .as(text)
                    .isInstanceOf(PgError.class);
        }
        PgStatement endless = PgStatement.split("select now() - interval '-9223372036854775809 day'")
                .get(0);
        assertThat(Dialect.live(endless)).contains("9223372036854775809");
        assertThatThrownBy(() -> Parameter.value(new byte[] {127, 0, 0, 0, 0, 0, 0, 0}, PgType.TIME.oid(), true))
                .isInstanceOf(PgError.class);
    }

    @Test
    void parameters_are_read_or_refused() {
        FuzzTarget.of(
                        "parameter",
                        Grammar.WORDS,
                        "1",
                        "1.5e3",
                        "t",
                        "2026-11-22",
                        "\\x00ff",
                        "\u0000\u0000\u0000\u0001",
                        "abcdefgh")
                .inputs(3_000)
                .check(bytes -> {
                    for (PgType type : PgType.values()) {
                        valueOrRefused(bytes, type.oid(), true);
                        valueOrRefused(bytes, type.oid(), false);
                    }
                });
    }

    private static void valueOrRefused(byte[] bytes, int type, boolean binary) {
        try {
            assertThat(Parameter.value(bytes, type, binary)).isNotNull();
        } catch (PgError e) {
            assertThat(e.getMessage()).hasSizeLessThan(500);
        }
    }

    @Test
    void proofs_of_a_password_are_taken_or_refused() {
        FuzzTarget.of("scram", Grammar.WORDS, "n,,n=reader,r=abcdef", "y,,n=,r=x,ext=1", "c=biws,r=abcdef,p=dHJ1ZQ==")
                .inputs(300)
                .memory(16L << 20, 2_000)
                .checkText(text -> {
                    Scram scram = new Scram("secret");
                    scram.first(text);
                    assertThat(scram.last(text)).isEmpty();
                    scram.first("n,,n=reader,r=abc");
                    assertThat(scram.last(text)).isEmpty();
                });
    }

    @Test
    void a_conversation_of_bytes_ends_by_itself() throws Exception {
        byte[] good = joined(
                message('Q', text("select 1; select node from node_state")),
                message('P', text("s"), text("select $1::int"), new byte[] {0, 1, 0, 0, 0, 23}),
                message('B', text(""), text("s"), new byte[] {0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0}),
                message('D', new byte[] {'P'}, text("")),
                message('E', text(""), new byte[4]),
                message('C', new byte[] {'S'}, text("s")),
                message('S'),
                message('X'));
        FuzzTarget.of("sql conversation", Grammar.SQL, good)
                .refusing(IOException.class)
                .inputs(600)
                .memory(256L << 20, 20_000)
                .check(this::converse);
    }

    @Test
    void a_message_of_any_kind_is_answered_or_ends_the_conversation() throws Exception {
        FuzzTarget.of(
                        "sql messages",
                        Grammar.SQL,
                        joined(text("s"), text("select $1::int"), new byte[] {0, 1, 0, 0, 0, 23}),
                        joined(text("s"), text("select $2147483647::int"), new byte[] {0, 1, 0, 0, 0, 23}),
                        text("select 1"))
                .refusing(IOException.class)
                .inputs(100)
                .memory(256L << 20, 20_000)
                .check(bytes -> {
                    byte[] open = message('P', text("s"), text("select $1"), new byte[2]);
                    byte[] shut = joined(message('S'), message('X'));
                    for (char type : "QPBDEC".toCharArray()) {
                        converse(joined(open, message(type, bytes), shut));
                    }
                });
    }

    @Test
    void whatever_a_stranger_says_first_the_door_stays_open() throws Exception {
        byte[] start = started(text("user"), text("reader"), text("database"), text("steward"), new byte[1]);
        byte[] first = joined(text("SCRAM-SHA-256"), new byte[] {0, 0, 0, 20}, "n,,n=reader,r=abcdef".getBytes(UTF_8));
        byte[] ssl = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};
        FuzzTarget.of("sql greeting", Grammar.SQL, joined(start, message('p', first)), joined(ssl, start), start)
                .refusing(IOException.class)
                .inputs(500)
                .check(bytes -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
                        socket.setSoTimeout(15_000);
                        said(socket, bytes);
                        assertThat(socket.getInputStream().readNBytes(1 << 20).length)
                                .isLessThan(64_000);
                    }
                });
        try (var connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + door.port() + "/steward", "reader", "secret")) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    /** The server's side on this thread, so that what it throws and takes is seen; the client's on another. */
    @SuppressWarnings("try") // closed early, so that the client's side ends before it is waited for
    private void converse(byte[] bytes) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                Wire wire = new Wire(listener.accept())) {
            CompletableFuture<Void> talking = CompletableFuture.runAsync(() -> saidOrGone(client, bytes));
            CompletableFuture<Void> hearing = CompletableFuture.runAsync(() -> heardOrGone(client));
            SessionSettings settings = new SessionSettings(Duration.ofMillis(500));
            try (Session session = new Session(wire, settings, new Backend(() -> access, catalog, settings), 1_000)) {
                session.welcome(1);
                session.serve();
            } finally {
                wire.close();
                client.close();
                CompletableFuture.allOf(talking, hearing).join();
            }
        }
    }

    private static void saidOrGone(Socket socket, byte[] bytes) {
        try {
            said(socket, bytes);
        } catch (IOException e) {
            // The other side has heard enough.
        }
    }

    private static void said(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        socket.shutdownOutput();
    }

    private static void heardOrGone(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Gone.
        }
    }

    private static byte[] started(byte[]... parts) throws IOException {
        byte[] body = joined(parts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(body.length + 8);
            out.writeInt(START);
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] message(char type, byte[]... parts) throws IOException {
        byte[] body = joined(parts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(type);
            out.writeInt(body.length + 4);
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(UTF_8);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : List.of(parts)) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }
}
