package io.steward.controller.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connections to a real database, of which one call goes wrong when it was armed. One thread. */
final class BreakingConnections implements H2Projection.Connections {
    /** What happens at the call. */
    enum Kind {
        /** The process is gone before the call, or right after it took effect. */
        DIES_BEFORE,
        DIES_AFTER,
        /** The call throws without an effect, or although it took effect; the process goes on. */
        FAILS_BEFORE,
        FAILS_AFTER,
        /** The call throws, and so does the rollback after it. */
        FAILS_FOR_GOOD,
        /** The database says that a value is wrong. */
        REFUSES
    }

    /** The end of the process. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died(String call) {
            super("died at " + call);
        }
    }

    private static final Set<String> TO_THE_DATABASE =
            Set.of("prepareStatement", "commit", "rollback", "executeQuery", "executeUpdate", "executeBatch");

    private final H2Projection.Connections real;
    private final List<Connection> open = new ArrayList<>();
    private final Map<Kind, Integer> broken = new EnumMap<>(Kind.class);
    private Kind kind = Kind.DIES_BEFORE;
    private int left = -1;
    private boolean broke;

    BreakingConnections(H2Projection.Connections real) {
        this.real = real;
    }

    /** Has the call after this many go wrong, once. */
    void arm(Kind wrong, int calls) {
        kind = wrong;
        left = calls;
    }

    void disarm() {
        left = -1;
        broke = false;
    }

    /** How often what went wrong. */
    Map<Kind, Integer> broken() {
        return broken;
    }

    /** What the end of a process does: what was not committed is gone. */
    void drop() throws SQLException {
        disarm();
        for (Connection one : open) {
            one.close();
        }
        open.clear();
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = real.connect();
        open.add(connection);
        return wrapped(Connection.class, connection);
    }

    private <T> T wrapped(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> call(target, method, args)));
    }

    private Object call(Object target, Method method, Object[] args) throws Throwable {
        if (broke && method.getName().equals("rollback")) {
            broke = false;
            throw new SQLException("no answer to rollback", "08000");
        }
        boolean now = TO_THE_DATABASE.contains(method.getName()) && left >= 0 && left-- == 0;
        if (now) {
            broken.merge(kind, 1, Integer::sum);
            before(method.getName());
        }
        Object answer = answer(target, method, args);
        if (now) {
            after(method.getName());
        }
        return answer instanceof PreparedStatement statement ? wrapped(PreparedStatement.class, statement) : answer;
    }

    private void before(String call) throws SQLException {
        switch (kind) {
            case DIES_BEFORE -> throw new Died(call);
            case FAILS_BEFORE -> throw new SQLException("no answer to " + call, "08000");
            case FAILS_FOR_GOOD -> {
                broke = true;
                throw new SQLException("no answer to " + call, "08000");
            }
            case REFUSES -> throw new SQLException("a value is wrong in " + call, "22001");
            case DIES_AFTER, FAILS_AFTER -> {}
        }
    }

    private void after(String call) throws SQLException {
        switch (kind) {
            case DIES_AFTER -> throw new Died(call);
            case FAILS_AFTER -> throw new SQLException("no answer to " + call, "08000");
            case DIES_BEFORE, FAILS_BEFORE, FAILS_FOR_GOOD, REFUSES -> {}
        }
    }

    private static Object answer(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
