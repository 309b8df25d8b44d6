package io.steward.controller.read.door;

import java.sql.Types;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** PostgreSQL's types that a column or a parameter may have here, by the numbers that clients know. */
enum PgType {
    BOOL(16, 1, 'B'),
    BYTEA(17, -1, 'U'),
    INT8(20, 8, 'N'),
    INT2(21, 2, 'N'),
    INT4(23, 4, 'N'),
    TEXT(25, -1, 'S'),
    JSON(114, -1, 'U'),
    FLOAT4(700, 4, 'N'),
    FLOAT8(701, 8, 'N'),
    VARCHAR(1043, -1, 'S'),
    DATE(1082, 4, 'D'),
    TIME(1083, 8, 'D'),
    TIMESTAMP(1114, 8, 'D'),
    TIMESTAMPTZ(1184, 8, 'D'),
    NUMERIC(1700, -1, 'N'),
    UUID(2950, 16, 'U');

    private final int oid;
    private final int length;
    private final char category;

    PgType(int oid, int length, char category) {
        this.oid = oid;
        this.length = length;
        this.category = category;
    }

    int oid() {
        return oid;
    }

    /** In bytes; -1: it varies. */
    int length() {
        return length;
    }

    char category() {
        return category;
    }

    String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PgType> of(int oid) {
        return Arrays.stream(values()).filter(type -> type.oid == oid).findFirst();
    }

    /** How a column of the database is shown; what PostgreSQL has no like of is text. */
    static PgType ofColumn(int jdbcType, String databaseName) {
        if (databaseName.toUpperCase(Locale.ROOT).startsWith("JSON")) {
            return JSON;
        }
        if (databaseName.equalsIgnoreCase("UUID")) {
            return UUID;
        }
        return switch (jdbcType) {
            case Types.BOOLEAN, Types.BIT -> BOOL;
            case Types.TINYINT, Types.SMALLINT -> INT2;
            case Types.INTEGER -> INT4;
            case Types.BIGINT -> INT8;
            case Types.REAL -> FLOAT4;
            case Types.FLOAT, Types.DOUBLE -> FLOAT8;
            case Types.NUMERIC, Types.DECIMAL -> NUMERIC;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMPTZ;
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> BYTEA;
            case Types.VARCHAR -> VARCHAR;
            default -> databaseName.equalsIgnoreCase("DECFLOAT") ? NUMERIC : TEXT;
        };
    }
}
