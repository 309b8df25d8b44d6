package io.steward.controller.read.door;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Messages of PostgreSQL's protocol on one socket: a type, a length, a body. One thread. Numbers are big-endian, text is
 * UTF-8 ended by a zero. A message longer than allowed breaks the connection.
 */
final class Wire implements Closeable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private char type;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /** The next message's type; -1 when the client is gone. */
    int readType() throws IOException {
        return in.read();
    }

    /** The rest of a message whose type has been read. */
    Body readBody(int longest) throws IOException {
        int length = in.readInt() - 4;
        if (length < 0 || length > longest) {
            throw new IOException("a message of " + length + " bytes, allowed are " + longest);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Body(bytes);
    }

    /** The first message of a connection has no type; the first byte of its length has been read, and was zero. */
    Body readStart(int longest) throws IOException {
        int length = (in.readUnsignedByte() << 16 | in.readUnsignedShort()) - 4;
        if (length < 4 || length > longest) {
            throw new IOException("a first message of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Body(bytes);
    }

    /** One byte without any message around it: the answer to a request for encryption. */
    void bare(char answer) throws IOException {
        out.write(answer);
        out.flush();
    }

    Wire begin(char messageType) {
        type = messageType;
        body.reset();
        return this;
    }

    Wire int8(int value) {
        body.write(value);
        return this;
    }

    Wire int16(int value) {
        body.write(value >>> 8);
        body.write(value);
        return this;
    }

    Wire int32(int value) {
        return int16(value >>> 16).int16(value);
    }

    Wire bytes(byte[] value) {
        body.writeBytes(value);
        return this;
    }

    Wire text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    void end() throws IOException {
        out.writeByte(type);
        out.writeInt(body.size() + 4);
        body.writeTo(out);
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The inside of a message, read from the front. */
    static final class Body {
        private final byte[] bytes;
        private int at;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        int int8() throws IOException {
            need(1);
            return bytes[at++] & 0xff;
        }

        int int16() throws IOException {
            return (short) (int8() << 8 | int8());
        }

        int int32() throws IOException {
            return int8() << 24 | int8() << 16 | int8() << 8 | int8();
        }

        byte[] bytes(int count) throws IOException {
            need(count);
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, at + count);
            at += count;
            return part;
        }

        byte[] rest() throws IOException {
            return bytes(bytes.length - at);
        }

        String text() throws IOException {
            int end = at;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            String text = new String(bytes(end - at), StandardCharsets.UTF_8);
            need(1);
            at++;
            return text;
        }

        private void need(int count) throws IOException {
            if (count < 0 || at + count > bytes.length) {
                throw new EOFException("a message that ends too early");
            }
        }
    }
}
