package io.steward.model.subject;

/**
 * {@code <node>.<kind>.<method>.<domain>}: exactly four tokens, case-sensitive (contract, section 2).
 *
 * <p>A value that exists is valid. {@link #toString} is the text on the wire, {@link #parse} its inverse.
 */
public record Subject(NodeName node, Kind kind, String method, String domain) {
    public Subject {
        Token.valid("method", method);
        Token.valid("domain", domain);
    }

    public static Subject parse(String text) {
        String[] tokens = text.split("\\.", -1);
        if (tokens.length != 4) {
            throw new InvalidName(
                    "subject",
                    text,
                    "use four tokens, <node>.<command|ack|event|presence>.<method>.<domain>; this has "
                            + tokens.length);
        }
        Kind kind = Kind.ofToken(tokens[1])
                .orElseThrow(() ->
                        new InvalidName("subject", text, "the second token is one of command, ack, event, presence"));
        return new Subject(NodeName.of(tokens[0]), kind, tokens[2], tokens[3]);
    }

    public static Subject command(NodeName node, String method, String domain) {
        return new Subject(node, Kind.COMMAND, method, domain);
    }

    public static Subject event(NodeName node, String method, String domain) {
        return new Subject(node, Kind.EVENT, method, domain);
    }

    public static Subject presence(NodeName node, String method, String domain) {
        return new Subject(node, Kind.PRESENCE, method, domain);
    }

    /** The subject on which the ACK of a command on this subject is published. */
    public Subject ack() {
        return new Subject(node, Kind.ACK, method, domain);
    }

    public ProcessName process() {
        return new ProcessName(method, domain);
    }

    @Override
    public String toString() {
        return node + "." + kind.token() + "." + method + "." + domain;
    }
}
