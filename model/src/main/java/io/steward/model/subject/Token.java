package io.steward.model.subject;

/**
 * The alphabet of one subject token (contract, section 2): 1 to 63 characters of {@code A-Z a-z 0-9 _ -}, beginning
 * with a letter or digit. That leaves out everything NATS gives a meaning to, and makes a node name usable as a consumer
 * name.
 */
public final class Token {
    public static final int LONGEST = 63;

    private static final String ALLOWED =
            "use 1 to " + LONGEST + " characters of A-Z a-z 0-9 _ -, beginning with a letter or digit";

    private Token() {}

    /** The value itself, or {@link InvalidName} that names {@code field}. */
    public static String valid(String field, String value) {
        if (!matches(value)) {
            throw new InvalidName(field, value, ALLOWED);
        }
        return value;
    }

    public static boolean matches(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !letterOrDigit(value.charAt(0))) {
            return false;
        }
        return value.chars().allMatch(c -> letterOrDigit(c) || c == '_' || c == '-');
    }

    private static boolean letterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
