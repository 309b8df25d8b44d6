package io.steward.ops.cli;

import io.steward.nats.keys.OperatorKeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads what most commands load, once, while the build writes down which classes those are: it asks a socket of its own
 * that answers every request with one node. Not for users.
 */
final class Rehearsal {
    private static final String NODE = """
            {"nodes":[{"node":"ship1","online":true,"last_seen":"2026-11-22T09:00:00.000Z","labels":{},"queued":0,\
            "last_status":"SUCCEEDED","last_exit_code":0,"last_finished_at":"2026-11-22T09:00:00.000Z"}],"after":null,\
            "columns":["node","online"],"rows":[["ship1",true]],"more":false}""";

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread clerk = new Thread(() -> answer(door), "clerk");
            clerk.setDaemon(true);
            clerk.start();
            String url = "http://127.0.0.1:" + door.getLocalPort();
            Steward.run("nodes", "--url", url);
            Steward.run("sql", "--url", url, "-o", "json", "SELECT 1");
            rehearseSigning(url);
            Steward.run("--help");
            Steward.run("run", "--help");
        }
    }

    private static void rehearseSigning(String url) throws IOException {
        Path folder = Files.createTempDirectory("steward-rehearsal");
        OperatorKeyFile key = OperatorKeyFile.create(folder, "nobody");
        try {
            Steward.run(
                    "send",
                    "ship1,ship2",
                    "shellcommand",
                    "operatingsystem",
                    "argv=[\"true\"]",
                    "--key",
                    key.file().toString(),
                    "--url",
                    url);
        } finally {
            Files.delete(key.file());
            Files.delete(key.publicFile());
            Files.delete(folder);
        }
    }

    private static void answer(ServerSocket door) {
        byte[] body = NODE.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ";
        while (!door.isClosed()) {
            try (Socket socket = door.accept();
                    InputStream in = socket.getInputStream();
                    OutputStream out = socket.getOutputStream()) {
                byte[] request = new byte[8192];
                if (in.read(request) > 0) {
                    out.write((head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                }
            } catch (IOException e) {
                return;
            }
        }
    }
}
