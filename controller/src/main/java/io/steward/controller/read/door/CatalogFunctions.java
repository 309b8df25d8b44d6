package io.steward.controller.read.door;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's functions over its catalogue, for the database that stands for it, which finds them by their names here.
 * Any thread; no state, no side effect. Public because the database calls them.
 */
public final class CatalogFunctions {
    private static final Map<Integer, String> NAMES = Map.of(
            16, "boolean",
            21, "smallint",
            23, "integer",
            20, "bigint",
            700, "real",
            701, "double precision",
            1043, "character varying",
            1184, "timestamp with time zone",
            1114, "timestamp without time zone");

    private CatalogFunctions() {}

    public static String version() {
        return "PostgreSQL " + SessionSettings.TOLD.get("server_version") + " (spoken by Steward)";
    }

    public static String pg_get_userbyid(@Nullable Long role) {
        return role != null && role == 10 ? "steward" : "reader";
    }

    public static boolean pg_table_is_visible(@Nullable Long table) {
        return table != null;
    }

    public static boolean pg_type_is_visible(@Nullable Long type) {
        return type != null;
    }

    public static boolean pg_function_is_visible(@Nullable Long function) {
        return function != null;
    }

    public static String format_type(@Nullable Long type, @Nullable Integer modifier) {
        int oid = type == null ? 0 : type.intValue();
        return NAMES.getOrDefault(oid, PgType.of(oid).map(PgType::lowerName).orElse("type " + oid));
    }

    public static @Nullable String pg_get_expr(@Nullable String expression, @Nullable Long table) {
        return expression;
    }

    public static @Nullable String pg_get_expr(
            @Nullable String expression, @Nullable Long table, @Nullable Boolean pretty) {
        return expression;
    }

    public static @Nullable String obj_description(Connection catalog, @Nullable Long object) throws SQLException {
        return description(catalog, object, 0);
    }

    public static @Nullable String obj_description(Connection catalog, @Nullable Long object, @Nullable String kind)
            throws SQLException {
        return description(catalog, object, 0);
    }

    public static @Nullable String col_description(Connection catalog, @Nullable Long object, @Nullable Integer column)
            throws SQLException {
        return description(catalog, object, column == null ? 0 : column);
    }

    public static @Nullable String shobj_description(@Nullable Long object, @Nullable String kind) {
        return null;
    }

    private static @Nullable String description(Connection catalog, @Nullable Long object, int part)
            throws SQLException {
        try (PreparedStatement asked = catalog.prepareStatement(
                "select description from pg_catalog.pg_description where objoid = ? and objsubid = ?")) {
            asked.setLong(1, object == null ? 0 : object);
            asked.setInt(2, part);
            try (ResultSet rows = asked.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    public static String pg_size_pretty(@Nullable Long bytes) {
        return bytes + " bytes";
    }

    public static long pg_table_size(@Nullable Long table) {
        return 0;
    }

    public static long pg_total_relation_size(@Nullable Long table) {
        return 0;
    }

    public static long pg_database_size(@Nullable Long database) {
        return 0;
    }

    public static String pg_get_viewdef(@Nullable Long view) {
        return "";
    }

    public static String pg_get_constraintdef(@Nullable Long constraint) {
        return "";
    }

    public static String pg_get_indexdef(@Nullable Long index) {
        return "";
    }

    public static String pg_get_viewdef(@Nullable Long view, @Nullable Boolean pretty) {
        return "";
    }

    public static String pg_get_constraintdef(@Nullable Long constraint, @Nullable Boolean pretty) {
        return "";
    }

    public static String pg_get_partkeydef(@Nullable Long table) {
        return "";
    }

    public static String pg_get_indexdef(@Nullable Long index, @Nullable Integer column, @Nullable Boolean pretty) {
        return "";
    }

    public static String pg_get_ruledef(@Nullable Long rule, @Nullable Boolean pretty) {
        return "";
    }

    public static String pg_encoding_to_char(@Nullable Integer encoding) {
        return "UTF8";
    }

    public static int pg_backend_pid() {
        return 0;
    }

    public static boolean pg_is_in_recovery() {
        return false;
    }

    public static boolean pg_relation_is_publishable(@Nullable Long table) {
        return false;
    }

    public static long pg_relation_size(@Nullable Long table) {
        return 0;
    }

    public static @Nullable String pg_tablespace_location(@Nullable Long space) {
        return "";
    }

    public static String pg_get_function_arguments(@Nullable Long function) {
        return "";
    }

    public static String pg_get_function_result(@Nullable Long function) {
        return "";
    }

    public static @Nullable String array_to_string(String @Nullable [] array, String between) {
        return array == null ? null : String.join(between, array);
    }

    public static String[] current_schemas(@Nullable Boolean implicit) {
        return implicit != null && implicit ? new String[] {"pg_catalog", "public"} : new String[] {"public"};
    }

    public static boolean has_table_privilege(String table, String right) {
        return right.toLowerCase(Locale.ROOT).equals("select");
    }

    public static boolean has_schema_privilege(String schema, String right) {
        return right.toLowerCase(Locale.ROOT).startsWith("usage");
    }

    public static boolean has_database_privilege(String database, String right) {
        return right.toLowerCase(Locale.ROOT).startsWith("connect");
    }

    public static @Nullable String current_setting(String name) {
        SessionSettings fresh = new SessionSettings(java.time.Duration.ofDays(1));
        try {
            return fresh.show(name);
        } catch (PgError e) {
            return null;
        }
    }

    public static @Nullable String set_config(String name, @Nullable String value, @Nullable Boolean local) {
        return value;
    }
}
