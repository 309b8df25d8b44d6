package io.steward.controller.read.door;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A parameter's value as a client sent it, as the value that the database takes. No state. */
final class Parameter {
    private static final Set<String> TRUE = Set.of("t", "true", "1", "y", "yes", "on");
    private static final Set<String> FALSE = Set.of("f", "false", "0", "n", "no", "off");

    private Parameter() {}

    static Object value(byte[] sent, int oid, boolean binary) throws PgError {
        Optional<PgType> type = PgType.of(oid);
        try {
            if (!binary) {
                String text = new String(sent, StandardCharsets.UTF_8);
                return type.isEmpty() ? text : ofText(text, type.get());
            }
            // 0 and 705: the client left the type open; 19: a name; 1042: padded text.
            boolean open = oid == 0 || oid == 705 || oid == 19 || oid == 1042;
            if (type.isEmpty() && !open) {
                throw new PgError(PgError.UNSUPPORTED, "a binary parameter of type " + oid + "; send it as text");
            }
            return ofBinary(sent, type.orElse(PgType.TEXT));
        } catch (IllegalArgumentException
                | java.nio.BufferUnderflowException
                | java.time.DateTimeException
                | ArithmeticException e) {
            throw new PgError(
                    "22P02",
                    "a parameter of type " + type.map(PgType::lowerName).orElse("unknown") + " can't be read");
        }
    }

    private static Object ofText(String text, PgType type) {
        return switch (type) {
            case BOOL -> truth(text);
            case INT2, INT4, INT8 -> Long.valueOf(text.strip());
            case FLOAT4, FLOAT8 -> Double.valueOf(text);
            case NUMERIC -> new BigDecimal(text.strip());
            case UUID -> java.util.UUID.fromString(text.strip());
            case BYTEA ->
                text.startsWith("\\x")
                        ? java.util.HexFormat.of().parseHex(text.substring(2))
                        : text.getBytes(StandardCharsets.UTF_8);
            case TEXT, VARCHAR, JSON, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> text;
        };
    }

    private static Boolean truth(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
            throw new IllegalArgumentException(text);
        }
        return TRUE.contains(lower);
    }

    private static Object ofBinary(byte[] sent, PgType type) throws PgError {
        ByteBuffer bytes = ByteBuffer.wrap(sent);
        return switch (type) {
            case BOOL -> bytes.get() != 0;
            case INT2 -> (long) bytes.getShort();
            case INT4 -> (long) bytes.getInt();
            case INT8 -> bytes.getLong();
            case FLOAT4 -> (double) bytes.getFloat();
            case FLOAT8 -> bytes.getDouble();
            case NUMERIC -> Numerics.number(sent);
            case UUID -> new java.util.UUID(bytes.getLong(), bytes.getLong());
            case DATE -> Encoding.EPOCH.toLocalDate().plusDays(bytes.getInt());
            case TIME -> java.time.LocalTime.ofNanoOfDay(bytes.getLong() * 1000);
            case TIMESTAMP -> Encoding.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            case TIMESTAMPTZ ->
                Encoding.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
            case BYTEA -> sent;
            case TEXT, VARCHAR, JSON -> new String(sent, StandardCharsets.UTF_8);
        };
    }
}
