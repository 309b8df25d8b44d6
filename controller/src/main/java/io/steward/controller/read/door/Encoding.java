package io.steward.controller.read.door;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A column's value as the bytes that clients expect, as text or binary. Times are cut to microseconds. No state. */
final class Encoding {
    static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter();
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd ")
            .append(CLOCK)
            .toFormatter();
    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .appendOffset("+HH:mm", "+00")
            .toFormatter();

    private Encoding() {}

    /** What stands in the column of the row; null for NULL. */
    static byte @Nullable [] bytes(ResultSet rows, int column, PgType type, boolean binary, ZoneId zone)
            throws SQLException {
        Object value = value(rows, column, type);
        if (value == null) {
            return null;
        }
        return binary ? binary(value, type) : text(value, zone).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object value(ResultSet rows, int column, PgType type) throws SQLException {
        return switch (type) {
            case TIMESTAMPTZ -> rows.getObject(column, OffsetDateTime.class);
            case TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
            case DATE -> rows.getObject(column, LocalDate.class);
            case TIME -> rows.getObject(column, LocalTime.class);
            case NUMERIC -> rows.getBigDecimal(column);
            case BYTEA -> rows.getBytes(column);
            case UUID -> rows.getObject(column, java.util.UUID.class);
            case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8 -> rows.getObject(column);
            case JSON, VARCHAR -> rows.getString(column);
            case TEXT -> rows.getObject(column) instanceof java.sql.Array array ? list(array) : rows.getString(column);
        };
    }

    private static String list(java.sql.Array array) throws SQLException {
        StringJoiner elements = new StringJoiner(",", "{", "}");
        Arrays.stream((Object[]) array.getArray()).forEach(element -> elements.add(String.valueOf(element)));
        return elements.toString();
    }

    private static String text(Object value, ZoneId zone) {
        if (value instanceof Boolean truth) {
            return truth ? "t" : "f";
        }
        if (value instanceof OffsetDateTime time) {
            return ZONED.format(time.truncatedTo(ChronoUnit.MICROS).atZoneSameInstant(zone));
        }
        if (value instanceof LocalDateTime time) {
            return LOCAL.format(time);
        }
        if (value instanceof LocalTime time) {
            return CLOCK.format(time);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    private static byte[] binary(Object value, PgType type) {
        return switch (type) {
            case BOOL -> new byte[] {(byte) (Boolean.TRUE.equals(value) ? 1 : 0)};
            case INT2 -> buffer(2).putShort(((Number) value).shortValue()).array();
            case INT4 -> buffer(4).putInt(((Number) value).intValue()).array();
            case INT8 -> buffer(8).putLong(((Number) value).longValue()).array();
            case FLOAT4 -> buffer(4).putFloat(((Number) value).floatValue()).array();
            case FLOAT8 -> buffer(8).putDouble(((Number) value).doubleValue()).array();
            case NUMERIC -> Numerics.binary((BigDecimal) value);
            case DATE ->
                buffer(4)
                        .putInt(Math.toIntExact(ChronoUnit.DAYS.between(EPOCH.toLocalDate(), (LocalDate) value)))
                        .array();
            case TIME ->
                buffer(8).putLong(((LocalTime) value).toNanoOfDay() / 1000).array();
            case TIMESTAMP -> micros((LocalDateTime) value);
            case TIMESTAMPTZ ->
                micros(((OffsetDateTime) value)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime());
            case UUID ->
                buffer(16)
                        .putLong(((java.util.UUID) value).getMostSignificantBits())
                        .putLong(((java.util.UUID) value).getLeastSignificantBits())
                        .array();
            case BYTEA -> (byte[]) value;
            case JSON, TEXT, VARCHAR -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] micros(LocalDateTime time) {
        return buffer(8).putLong(ChronoUnit.MICROS.between(EPOCH, time)).array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes);
    }
}
