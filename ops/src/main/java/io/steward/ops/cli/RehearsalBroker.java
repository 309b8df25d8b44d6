package io.steward.ops.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * As much of a broker as one agent needs to do one command, while the build writes down which classes that takes: it
 * confirms whatever is published, gives the command to whoever asks first, and knows when its end was told. One
 * connection, one thread. Not for users.
 */
final class RehearsalBroker implements AutoCloseable {
    private static final String INFO = "INFO {\"server_id\":\"rehearsal\",\"version\":\"2.10.0\",\"proto\":1,"
            + "\"headers\":true,\"jetstream\":true,\"max_payload\":1048576,\"nonce\":\"bm9uY2Utbm9uY2U\"}\r\n";
    private static final String ACKED = "$JS.ACK.COMMANDS.ship1.1.1.1.1795338000000000000.0";
    private static final String NOTHING_LEFT = "NATS/1.0 404 No Messages\r\n\r\n";

    private final ServerSocket door;
    private final String subject;
    private final String command;
    private final Map<String, String> subscriptions = new LinkedHashMap<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private boolean given;

    private RehearsalBroker(ServerSocket door, String subject, String command) {
        this.door = door;
        this.subject = subject;
        this.command = command;
    }

    /** Opens its door and waits for the agent in the background. */
    static RehearsalBroker open(String subject, String command) throws IOException {
        ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RehearsalBroker broker = new RehearsalBroker(door, subject, command);
        Thread thread = new Thread(broker::serve, "rehearsal-broker");
        thread.setDaemon(true);
        thread.start();
        return broker;
    }

    String url() {
        return "nats://127.0.0.1:" + door.getLocalPort();
    }

    /** Opens when the agent has told that the command succeeded. */
    CountDownLatch told() {
        return told;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void serve() {
        try (Socket socket = door.accept();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            out.write(bytes(INFO));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                answer(line.split(" "), in, out);
            }
        } catch (IOException e) {
            // The agent has gone, and with it the rehearsal.
        }
    }

    private void answer(String[] words, InputStream in, OutputStream out) throws IOException {
        switch (words[0]) {
            case "PING" -> out.write(bytes("PONG\r\n"));
            case "SUB" -> subscriptions.put(words[1], words[words.length - 1]);
            case "PUB", "HPUB" -> published(words, in, out);
            default -> {
                // CONNECT, PONG, UNSUB: nothing to say
            }
        }
    }

    private void published(String[] words, InputStream in, OutputStream out) throws IOException {
        int size = Integer.parseInt(words[words.length - 1]);
        String body = new String(in.readNBytes(size + 2), StandardCharsets.UTF_8);
        boolean answered = words.length == (words[0].equals("PUB") ? 4 : 5);
        if (words[1].startsWith("$JS.API.") && answered) {
            asked(words[2], out);
        } else if (answered) {
            message(words[2], words[2], "", "{\"stream\":\"COMMANDS\",\"seq\":1}", out);
        }
        if (body.contains("\"SUCCEEDED\"")) {
            told.countDown();
        }
    }

    private void asked(String reply, OutputStream out) throws IOException {
        String id = sid(reply);
        if (!given) {
            given = true;
            message(reply, subject, ACKED + " ", command, out);
            out.write(bytes("HMSG " + reply + " " + id + " " + NOTHING_LEFT.length() + " " + NOTHING_LEFT.length()
                    + "\r\n" + NOTHING_LEFT + "\r\n"));
        }
    }

    private void message(String to, String about, String reply, String body, OutputStream out) throws IOException {
        out.write(bytes("MSG " + about + " " + sid(to) + " " + reply + bytes(body).length + "\r\n" + body + "\r\n"));
    }

    /** Of the subscription that hears this subject. */
    private String sid(String heard) throws IOException {
        for (Map.Entry<String, String> one : subscriptions.entrySet()) {
            if (heard.matches(one.getKey().replace(".", "\\.").replace("*", "[^.]+"))) {
                return one.getValue();
            }
        }
        throw new IOException("nobody hears " + heard);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
