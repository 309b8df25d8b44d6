package io.steward.controller.sign;

/**
 * Who somebody proved to be.
 *
 * @param name as it stands in {@code issuedBy}
 * @param roles the words that name what they may do, as their provider or our file has them; others than ours mean nothing
 */
public record Claimed(String name, java.util.List<String> roles) {
    /** What a name may look like. */
    static final String NAME = "[A-Za-z0-9._@+:|-]{1,128}";

    public Claimed {
        roles = java.util.List.copyOf(roles);
    }
}
