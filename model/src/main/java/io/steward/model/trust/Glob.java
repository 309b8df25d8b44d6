package io.steward.model.trust;

/**
 * A text pattern: {@code *} stands for any run of characters, also none; everything else for itself, case-sensitive. A
 * value. Matching takes at most (length of pattern) × (length of text) steps, whatever they are.
 */
public record Glob(String pattern) {
    public static final Glob ANY = new Glob("*");

    public boolean matches(String text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < text.length(); ) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
