package io.steward.model.subject;

/**
 * One message handler on a node: a method for a domain. Commands of one process run in log order, in a thread of their
 * own; different processes run beside each other.
 */
public record ProcessName(String method, String domain) implements Comparable<ProcessName> {
    public ProcessName {
        Token.valid("method", method);
        Token.valid("domain", domain);
    }

    @Override
    public int compareTo(ProcessName other) {
        int byMethod = method.compareTo(other.method);
        return byMethod != 0 ? byMethod : domain.compareTo(other.domain);
    }

    @Override
    public String toString() {
        return method + "." + domain;
    }
}
