package io.steward.controller.projection;

import io.steward.controller.projection.RebuildReport.Difference;
import io.steward.controller.projection.RebuildReport.TableReport;
import io.steward.controller.projection.TableRows.KeyedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live tables beside the rebuilt ones, both standing still. For one thread. */
final class Comparison {
    private static final int LONGEST = 400;
    private static final String ROW = "(row)";

    private final Connection live;
    private final Connection rebuilt;
    private final Floor floor;

    Comparison(Connection live, Connection rebuilt, Floor floor) {
        this.live = live;
        this.rebuilt = rebuilt;
        this.floor = floor;
    }

    List<TableReport> tables() throws SQLException {
        List<TableReport> reports = new ArrayList<>();
        for (Compared compared : Compared.TABLES) {
            reports.add(new TableReport(
                    compared.table(),
                    Fingerprint.of(new TableRows(live, compared, floor)),
                    Fingerprint.of(new TableRows(rebuilt, compared, floor))));
        }
        return reports;
    }

    /** The first row, in the order of keys, that is not the same on both sides. */
    Optional<Difference> first(String table) throws SQLException {
        Compared compared = Compared.TABLES.stream()
                .filter(each -> each.table().equals(table))
                .findFirst()
                .orElseThrow();
        TableRows here = new TableRows(live, compared, floor);
        TableRows there = new TableRows(rebuilt, compared, floor);
        while (true) {
            Optional<KeyedRow> left = here.next();
            Optional<KeyedRow> right = there.next();
            if (left.isEmpty() && right.isEmpty()) {
                return Optional.empty();
            }
            if (!left.equals(right)) {
                return Optional.of(difference(compared, here.columns(), left, right));
            }
        }
    }

    private Difference difference(
            Compared compared, List<String> columns, Optional<KeyedRow> left, Optional<KeyedRow> right)
            throws SQLException {
        boolean both = left.isPresent()
                && right.isPresent()
                && left.get().key().equals(right.get().key());
        if (both) {
            List<@Nullable String> was = left.get().values();
            List<@Nullable String> is = right.get().values();
            for (int i = 0; i < columns.size(); i++) {
                if (!Objects.equals(was.get(i), is.get(i))) {
                    return new Difference(
                            compared.table(),
                            key(compared, left.get()),
                            columns.get(i),
                            shown(was.get(i)),
                            shown(is.get(i)));
                }
            }
        }
        boolean onlyLive = left.isPresent()
                && !new TableRows(rebuilt, compared, floor).has(left.get().key());
        KeyedRow row = onlyLive ? left.get() : right.orElseGet(left::orElseThrow);
        return new Difference(
                compared.table(),
                key(compared, row),
                ROW,
                onlyLive ? "is there" : "is missing",
                onlyLive ? "is missing" : "is there");
    }

    private static String key(Compared compared, KeyedRow row) {
        return row.key().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", String.join(", ", compared.key()) + " = ", ""));
    }

    private static @Nullable String shown(@Nullable String value) {
        return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
