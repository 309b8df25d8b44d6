package io.steward.agent.journal;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What the journal holds, as bytes and back. Every record begins with the version of its form. Stateless. */
final class Records {
    private static final int VERSION = 1;
    private static final long NEVER = Long.MIN_VALUE;

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private Records() {}

    static byte[] entry(Entry entry) {
        return written(out -> {
            out.writeUTF(entry.subject().toString());
            out.writeUTF(entry.stream());
            out.writeLong(entry.streamSeq());
            out.writeLong(entry.deliveredAt().toEpochMilli());
            out.writeUTF(entry.status().name());
            out.writeInt(entry.attempt());
            out.writeUTF(entry.bootId());
            out.writeLong(entry.startedAt().map(Instant::toEpochMilli).orElse(NEVER));
            out.writeBoolean(entry.cancelAsked());
            out.writeLong(entry.number());
            out.writeBoolean(entry.vouched());
        });
    }

    static Entry entry(CommandId id, byte[] bytes, byte[] command) {
        return read(bytes, in -> {
            Subject subject = Subject.parse(in.readUTF());
            String stream = in.readUTF();
            long seq = in.readLong();
            Instant delivered = Instant.ofEpochMilli(in.readLong());
            Status status = Status.valueOf(in.readUTF());
            int attempt = in.readInt();
            String bootId = in.readUTF();
            long started = in.readLong();
            return new Entry(
                    id,
                    subject,
                    command,
                    stream,
                    seq,
                    delivered,
                    status,
                    attempt,
                    bootId,
                    started == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started)),
                    in.readBoolean(),
                    in.available() > 0 ? in.readLong() : 0,
                    in.available() > 0 && in.readBoolean());
        });
    }

    static byte[] owed(Outgoing message, Optional<CommandId> of, boolean terminal) {
        return written(out -> {
            out.writeUTF(message.subject().toString());
            out.writeUTF(message.messageId());
            out.writeUTF(of.map(CommandId::value).orElse(""));
            out.writeBoolean(terminal);
            out.writeInt(message.json().length);
            out.write(message.json());
        });
    }

    static Owed owed(long number, byte[] bytes) {
        return read(bytes, in -> {
            Subject subject = Subject.parse(in.readUTF());
            String messageId = in.readUTF();
            String of = in.readUTF();
            boolean terminal = in.readBoolean();
            byte[] json = in.readNBytes(in.readInt());
            return new Owed(
                    number,
                    new Outgoing(subject, messageId, json, true),
                    terminal ? Optional.of(CommandId.of(of)) : Optional.empty());
        });
    }

    /** The command that an owed ACK is about. */
    static String about(byte[] bytes) {
        return read(bytes, in -> {
            in.readUTF();
            in.readUTF();
            return in.readUTF();
        });
    }

    static byte[] reception(Reception reception) {
        return written(out -> {
            out.writeLong(reception.delivery());
            out.writeLong(reception.highest());
            out.writeLong(reception.missing());
            out.writeLong(reception.floor());
            out.writeLong(reception.putOffUntil());
        });
    }

    static Reception reception(byte[] bytes) {
        return read(
                bytes,
                in -> new Reception(
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.available() > 0 ? in.readLong() : 0));
    }

    static byte[] settings(Optional<String> settings) {
        return written(out -> {
            out.writeBoolean(settings.isPresent());
            byte[] text = settings.orElse("").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        });
    }

    static Optional<String> settings(byte[] bytes) {
        return read(bytes, in -> {
            boolean runs = in.readBoolean();
            String text = new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
            return runs ? Optional.of(text) : Optional.empty();
        });
    }

    /** @param owed the terminal ACK as it was owed; of no length: it is not kept */
    static byte[] end(CommandId id, Instant at, byte[] owed) {
        return written(out -> {
            out.writeUTF(id.value());
            out.writeLong(at.toEpochMilli());
            out.write(owed);
        });
    }

    /** The terminal ACK as it was owed; of no length: it was not kept. */
    static byte[] endOwed(byte[] bytes) {
        return read(bytes, in -> {
            in.readUTF();
            in.readLong();
            return in.readAllBytes();
        });
    }

    static String endId(byte[] bytes) {
        return read(bytes, in -> in.readUTF());
    }

    static Instant endAt(byte[] bytes) {
        return read(bytes, in -> {
            in.readUTF();
            return Instant.ofEpochMilli(in.readLong());
        });
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new JournalBroken("the journal holds a number of " + bytes.length + " bytes", new EOFException());
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] written(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("journal record of version " + version
                        + " is not known: use the agent that wrote it, or a newer one than this");
            }
            return reader.read(in);
        } catch (IOException | RuntimeException e) {
            // The file's check sums don't cover every byte of a page.
            throw new JournalBroken("the journal holds a record that can't be read: " + e.getMessage(), e);
        }
    }
}
