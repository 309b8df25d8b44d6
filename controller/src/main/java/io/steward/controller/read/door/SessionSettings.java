package io.steward.controller.read.door;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client may set for its own session, by PostgreSQL's names. One thread. {@code timezone} and {@code
 * statement_timeout} are heeded, encodings and styles may only be what they are, the rest is remembered and shown. Nothing
 * here reaches the database's own settings.
 */
final class SessionSettings {
    /** What clients are told about when it changes, and at the beginning. */
    static final Map<String, String> TOLD = told();

    private static final Map<String, String> FIXED = Map.of(
            "client_encoding", "utf-?8|unicode|sql_ascii",
            "server_encoding", "utf-?8",
            "datestyle", "iso\\b.*",
            "intervalstyle", "postgres",
            "integer_datetimes", "on",
            "standard_conforming_strings", "on|true|1",
            "server_version", "",
            "is_superuser", "",
            "session_authorization", "",
            "role", "none");
    private static final Map<String, String> OTHERS = others();
    private static final Set<String> READ_ONLY = Set.of("transaction_read_only", "default_transaction_read_only");
    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(ms|s|min|h)?");

    private final Map<String, String> values = new HashMap<>();
    private final Duration longest;
    private ZoneId zone = ZoneId.of("UTC");
    private Duration timeout;

    SessionSettings(Duration longest) {
        this.longest = longest;
        this.timeout = longest;
        values.putAll(TOLD);
        values.putAll(OTHERS);
    }

    private static Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("server_version", "9.6.24");
        told.put("server_encoding", "UTF8");
        told.put("client_encoding", "UTF8");
        told.put("application_name", "");
        told.put("is_superuser", "off");
        told.put("session_authorization", "reader");
        told.put("DateStyle", "ISO, MDY");
        told.put("IntervalStyle", "postgres");
        told.put("TimeZone", "UTC");
        told.put("integer_datetimes", "on");
        told.put("standard_conforming_strings", "on");
        return told;
    }

    private static Map<String, String> others() {
        Map<String, String> others = new TreeMap<>();
        others.put("search_path", "\"$user\", public");
        others.put("server_version_num", "90624");
        others.put("statement_timeout", "0");
        others.put("transaction_read_only", "on");
        others.put("default_transaction_read_only", "on");
        others.put("transaction_isolation", "read committed");
        others.put("default_transaction_isolation", "read committed");
        others.put("max_identifier_length", "63");
        others.put("extra_float_digits", "0");
        others.put("client_min_messages", "notice");
        others.put("bytea_output", "hex");
        others.put("lc_collate", "C");
        others.put("lc_ctype", "C");
        for (String off : new String[] {
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "row_security",
            "jit",
            "synchronize_seqscans",
            "escape_string_warning",
            "geqo",
            "ssl_renegotiation_limit",
            "role"
        }) {
            others.put(off, "0");
        }
        return others;
    }

    /**
     * Sets it, null: back to what it was.
     *
     * @return the name as clients know it, if they are told about it
     */
    Optional<String> set(String name, @Nullable String wanted) throws PgError {
        String key = known(name);
        String fallback = TOLD.getOrDefault(key, OTHERS.getOrDefault(key, ""));
        String value = wanted == null || wanted.equalsIgnoreCase("default") ? fallback : wanted;
        String allowed = FIXED.get(key.toLowerCase(Locale.ROOT));
        if (allowed != null
                && !value.equals(fallback)
                && !value.toLowerCase(Locale.ROOT).matches(allowed)) {
            throw new PgError("22023", key + " \"" + value + "\" is not allowed: it is " + fallback + " here");
        }
        if (READ_ONLY.contains(key) && Set.of("off", "false", "0").contains(value.toLowerCase(Locale.ROOT))) {
            throw new PgError("25006", "nothing here writes: " + key + " stays on");
        }
        if (key.equals("TimeZone")) {
            zone = zone(value);
        } else if (key.equals("statement_timeout")) {
            timeout = shorter(value);
        }
        values.put(key, allowed == null ? value : fallback);
        return TOLD.containsKey(key) ? Optional.of(key) : Optional.empty();
    }

    /** The value, by any spelling of the name. */
    String show(String name) throws PgError {
        return values.getOrDefault(known(name), "");
    }

    boolean knows(String name) {
        return values.keySet().stream().anyMatch(name::equalsIgnoreCase) || name.contains(".");
    }

    /** Everything, by name. */
    Map<String, String> all() {
        return new TreeMap<>(values);
    }

    ZoneId zone() {
        return zone;
    }

    /** After which a statement is ended. */
    Duration timeout() {
        return timeout;
    }

    private String known(String name) throws PgError {
        for (String key : values.keySet()) {
            if (key.equalsIgnoreCase(name)) {
                return key;
            }
        }
        if (name.contains(".")) {
            return name.toLowerCase(Locale.ROOT);
        }
        throw new PgError(PgError.NO_SUCH_SETTING, "unrecognized configuration parameter \"" + name + "\"");
    }

    private Duration shorter(String value) throws PgError {
        Matcher time = TIME.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!time.matches() || time.group(1).length() > 9) {
            throw new PgError("22023", "statement_timeout \"" + value + "\" is not allowed: use milliseconds, or 30s");
        }
        long number = Long.parseLong(time.group(1));
        String unit = time.group(2) == null ? "ms" : time.group(2);
        Duration wanted = switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMillis(number);
        };
        return wanted.isZero() || wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    private static ZoneId zone(String name) throws PgError {
        try {
            return name.equalsIgnoreCase("local") || name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new PgError("22023", "TimeZone \"" + name + "\" is not known: use a name like Europe/Berlin or UTC");
        }
    }
}
