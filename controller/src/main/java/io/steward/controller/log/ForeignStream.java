package io.steward.controller.log;

/** A stream has one of our names but is not ours. The message says how to tell the broker that it is. */
public final class ForeignStream extends Exception {
    ForeignStream(String stream) {
        super("stream " + stream + " belongs to somebody else: its metadata does not say " + StreamDeclaration.OWNER_KEY
                + "=" + StreamDeclaration.OWNER + "; use another account, or give it that metadata if it is ours");
    }
}
