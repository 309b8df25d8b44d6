package io.steward.ops.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Writes out what Grafana writes out before it asks a datasource. The macros of its PostgreSQL datasource are documented at
 * https://grafana.com/docs/grafana/latest/datasources/postgres/query-editor/, those of Prometheus beside them. A macro
 * that is not known here stays and fails the query.
 */
public record GrafanaMacros(Instant from, Instant to, String node) {
    private static final Pattern TIME = Pattern.compile("\\$__time\\(([^)]*)\\)");
    private static final Pattern FILTER = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");
    private static final Pattern GROUP = Pattern.compile("\\$__timeGroupAlias\\(([^,)]*),\\s*'(\\d+)m'\\)");

    public static GrafanaMacros lastHour(Instant now, String node) {
        return new GrafanaMacros(now.minus(1, ChronoUnit.HOURS), now.plus(1, ChronoUnit.MINUTES), node);
    }

    public String sql(String text) {
        String filtered =
                FILTER.matcher(text).replaceAll(match -> match.group(1) + " BETWEEN '" + from + "' AND '" + to + "'");
        String grouped = GROUP.matcher(filtered).replaceAll(match -> {
            long seconds = Duration.ofMinutes(Long.parseLong(match.group(2))).toSeconds();
            return "floor(extract(epoch from " + match.group(1) + ")/" + seconds + ")*" + seconds + " AS \"time\"";
        });
        return TIME.matcher(grouped)
                .replaceAll(match -> match.group(1) + " AS \"time\"")
                .replace("$node", node);
    }

    public static String promql(String text) {
        return text.replace("$__rate_interval", "2m").replace("$__range", "1h").replace("$__interval", "15s");
    }
}
