package io.steward.model.command;

/** Why a command did not do its work: a code for programs (lower case, words joined by {@code -}), a sentence for people. */
public record Fault(String code, String message) {}
