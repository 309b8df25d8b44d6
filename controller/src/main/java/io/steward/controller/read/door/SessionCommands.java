package io.steward.controller.read.door;

import io.steward.controller.read.door.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Statements about the session: settings, and transactions, which exist in name only, since every statement sees the
 * newest state. One thread.
 */
final class SessionCommands {
    private static final Set<String> ENDS = Set.of("commit", "end", "rollback", "abort");

    private final SessionSettings settings;
    private final List<String> changed = new ArrayList<>();
    private char transaction = 'I';

    SessionCommands(SessionSettings settings) {
        this.settings = settings;
    }

    /** I: none, T: in one, E: in one that failed. */
    char transaction() {
        return transaction;
    }

    void failed() {
        if (transaction == 'T') {
            transaction = 'E';
        }
    }

    /** Refuses everything but an end in a transaction that failed. */
    void check(PgStatement statement) throws PgError {
        if (transaction == 'E' && !ENDS.contains(statement.word(0))) {
            throw new PgError(PgError.ABORTED, "the transaction failed before: ROLLBACK it first");
        }
    }

    /** Settings that clients are told about and that changed since this was asked last. */
    List<String> takeChanged() {
        List<String> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** Does it; the answer is the tag that clients expect. */
    String run(PgStatement statement) throws PgError {
        String verb = statement.word(0);
        return switch (verb) {
            case "set" -> set(statement);
            case "reset" -> reset(statement);
            case "begin", "start" -> begin(verb);
            case "commit", "end" -> end(transaction == 'E' ? "ROLLBACK" : "COMMIT");
            case "rollback", "abort" -> rollback(statement);
            case "savepoint" -> "SAVEPOINT";
            case "release" -> "RELEASE";
            case "deallocate" -> "DEALLOCATE";
            case "close" -> "CLOSE CURSOR";
            case "unlisten" -> "UNLISTEN";
            default -> discard();
        };
    }

    private String begin(String verb) {
        transaction = 'T';
        return verb.equals("begin") ? "BEGIN" : "START TRANSACTION";
    }

    private String end(String tag) {
        transaction = 'I';
        return tag;
    }

    private String rollback(PgStatement statement) {
        boolean partly = statement.tokens().stream().anyMatch(token -> token.word("to"));
        transaction = partly && transaction != 'I' ? 'T' : 'I';
        return "ROLLBACK";
    }

    private String discard() throws PgError {
        for (String name : settings.all().keySet()) {
            put(name, Optional.empty());
        }
        return "DISCARD ALL";
    }

    private String reset(PgStatement statement) throws PgError {
        if (statement.word(1).equals("all")) {
            discard();
        } else {
            put(statement.word(1).equals("time") ? "TimeZone" : statement.plain(1), Optional.empty());
        }
        return "RESET";
    }

    private String set(PgStatement statement) throws PgError {
        int at = statement.word(1).equals("session") || statement.word(1).equals("local") ? 2 : 1;
        String name = statement.word(at);
        if (name.equals("transaction") || name.equals("characteristics") || name.equals("constraints")) {
            return "SET";
        }
        if (name.equals("authorization") || name.equals("role")) {
            if (statement.word(statement.tokens().size() - 1).matches("default|none")) {
                return "SET";
            }
            throw new PgError(PgError.NOT_ALLOWED, "nobody becomes somebody else here", statement.at() + 1);
        }
        if (name.equals("time") && statement.word(at + 1).equals("zone")) {
            put("TimeZone", Optional.of(value(statement, at + 2)));
        } else if (name.equals("names")) {
            put("client_encoding", Optional.of(value(statement, at + 1)));
        } else {
            assign(statement, at);
        }
        return "SET";
    }

    private void assign(PgStatement statement, int at) throws PgError {
        StringBuilder name = new StringBuilder(statement.plain(at));
        int next = at + 1;
        while (next + 1 < statement.tokens().size()
                && statement.tokens().get(next).symbol(".")) {
            name.append('.').append(statement.plain(next + 1));
            next += 2;
        }
        if (!settings.knows(name.toString())) {
            throw new PgError(
                    PgError.NO_SUCH_SETTING,
                    "unrecognized configuration parameter \"" + name + "\"",
                    statement
                                    .tokens()
                                    .get(Math.min(at, statement.tokens().size() - 1))
                                    .at()
                            + 1);
        }
        boolean more = next < statement.tokens().size();
        boolean assigned = more
                && (statement.word(next).equals("to")
                        || statement.tokens().get(next).text().startsWith("="));
        boolean valued = next + 1 < statement.tokens().size();
        if (!assigned || !valued) {
            throw new PgError(PgError.SYNTAX, "SET " + name + " needs TO or = and a value", statement.at() + 1);
        }
        String sign = statement.plain(next).equals("=-") ? "-" : "";
        put(name.toString(), Optional.of(sign + value(statement, next + 1)));
    }

    private static String value(PgStatement statement, int from) {
        StringBuilder value = new StringBuilder();
        List<Token> tokens = statement.tokens();
        for (int i = from; i < tokens.size(); i++) {
            String part = PgStatement.unquoted(tokens.get(i));
            value.append(part).append(part.equals(",") ? " " : "");
        }
        return value.toString();
    }

    private void put(String name, Optional<String> value) throws PgError {
        settings.set(name, value.orElse(null)).ifPresent(changed::add);
    }
}
