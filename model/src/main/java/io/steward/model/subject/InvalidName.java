package io.steward.model.subject;

/**
 * A name that breaks the rules of the contract, section 2. The message names the field, the value and what is allowed;
 * the parts are there for machines that report them.
 */
public final class InvalidName extends IllegalArgumentException {
    private final String field;
    private final String value;

    InvalidName(String field, String value, String allowed) {
        super(field + " " + quoted(value) + " is not allowed: " + allowed);
        this.field = field;
        this.value = value;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    private static String quoted(String value) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
