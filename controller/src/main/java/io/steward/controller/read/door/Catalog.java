package io.steward.controller.read.door;

import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stands for PostgreSQL's catalogue: a database in memory with the tables of {@code pg_catalog} that tools ask, filled with
 * the views that the read-only user may see. Any thread. It is made when the door opens and gone when it closes; a session
 * may read it and nothing else. It holds no row of the state database.
 */
final class Catalog implements AutoCloseable {
    private static final int FIRST = 16_400;
    private static final String OWNER = "steward";
    private static final String READER = "reader";

    private final String url;
    private final String password;
    private final Connection owner;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private Catalog(String url, String password, Connection owner) {
        this.url = url;
        this.password = password;
        this.owner = owner;
    }

    static Catalog of(ReadAccess access) throws IOException, SQLException {
        String url = "jdbc:h2:mem:steward_catalog_" + StateDatabase.freshPassword() + ";DATABASE_TO_LOWER=TRUE";
        Catalog catalog = new Catalog(
                url,
                StateDatabase.freshPassword(),
                DriverManager.getConnection(url, OWNER, StateDatabase.freshPassword()));
        try (Statement statement = catalog.owner.createStatement();
                Connection live = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            catalog.makeTables(statement);
            catalog.describe(live);
            statement.execute("create user " + READER + " password '" + catalog.password + "'");
            statement.execute("grant select on schema pg_catalog to " + READER);
            return catalog;
        } catch (IOException | SQLException | RuntimeException e) {
            catalog.close();
            throw e;
        }
    }

    /** For one session, to read. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url + ";IFEXISTS=TRUE;SCHEMA_SEARCH_PATH=pg_catalog,public", READER, password);
    }

    /** The names of the views. */
    Set<String> views() {
        return numbers.keySet();
    }

    /** The number of what has this name; a number is its own; 0: there is no such thing. */
    int number(String name) {
        if (name.matches("\\d{1,9}")) {
            return Integer.parseInt(name);
        }
        String plain = name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
        return switch (plain) {
            case "pg_class" -> 1259;
            case "pg_type" -> 1247;
            case "pg_namespace" -> 2615;
            case "pg_database" -> 1262;
            case "pg_proc" -> 1255;
            case "pg_constraint" -> 2606;
            default ->
                numbers.getOrDefault(
                        plain,
                        Arrays.stream(PgType.values())
                                .filter(type -> type.lowerName().equals(plain))
                                .map(PgType::oid)
                                .findFirst()
                                .orElse(0));
        };
    }

    @Override
    public void close() throws SQLException {
        owner.close();
    }

    private void makeTables(Statement statement) throws IOException, SQLException {
        for (String paragraph : script().split("\n\\s*\n", -1)) {
            String sql = paragraph.replaceAll("(?m)^--.*$", "").strip();
            if (!sql.isEmpty()) {
                statement.execute(sql);
            }
        }
        for (Method method : CatalogFunctions.class.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isPublic(method.getModifiers())) {
                statement.execute("create alias if not exists pg_catalog." + method.getName() + " for '"
                        + CatalogFunctions.class.getName() + "." + method.getName() + "'");
            }
        }
        for (PgType type : PgType.values()) {
            statement.execute("insert into pg_catalog.pg_type (oid, typname, typlen, typcategory) values (" + type.oid()
                    + ", '" + type.lowerName() + "', " + type.length() + ", '" + type.category() + "')");
        }
    }

    private void describe(Connection live) throws SQLException {
        Map<String, String> comments = new LinkedHashMap<>();
        try (Statement statement = live.createStatement();
                ResultSet rows = statement.executeQuery("select table_name, remarks from information_schema.tables"
                        + " where table_schema = 'public' order by table_name")) {
            while (rows.next()) {
                comments.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        for (String view : new TreeSet<>(comments.keySet())) {
            int number = FIRST + numbers.size();
            numbers.put(view, number);
            insert("insert into pg_catalog.pg_description values (?, 1259, 0, ?)", number, comments.get(view));
            try (Statement statement = live.createStatement();
                    ResultSet rows = statement.executeQuery("select * from public." + view + " where false")) {
                columns(number, view, rows.getMetaData());
            }
        }
    }

    private void columns(int view, String name, ResultSetMetaData columns) throws SQLException {
        insert(
                "insert into pg_catalog.pg_class (oid, relname, relnatts) values (?, ?, ?)",
                view,
                name,
                columns.getColumnCount());
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            PgType type = PgType.ofColumn(columns.getColumnType(i), columns.getColumnTypeName(i));
            insert(
                    "insert into pg_catalog.pg_attribute (attrelid, attname, atttypid, attlen, attnum) values (?, ?,"
                            + " ?, ?, ?)",
                    view,
                    columns.getColumnLabel(i),
                    type.oid(),
                    type.length(),
                    i);
        }
    }

    private void insert(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static String script() throws IOException {
        try (InputStream in = Catalog.class.getResourceAsStream("catalog.sql")) {
            return new String(
                    java.util.Objects.requireNonNull(in, "catalog.sql").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
