package io.steward.agent.outbox;

import io.steward.model.command.Ack;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;

/** Cuts the output of an ACK that the broker would refuse as too large. Pure. */
final class Fitting {
    private static final String GAP = "\n…\n";

    private Fitting() {}

    /** The ACK in at most this many bytes, its output cut in the middle and marked as truncated; the counts stay true. */
    static byte[] fitted(byte[] json, long most) throws Unreadable {
        byte[] fitted = json;
        int kept = Output.INLINE_BYTES;
        Ack ack = Codec.decodeAck(json);
        while (fitted.length > most && kept > 0) {
            kept = kept / 2;
            fitted = Codec.encode(cut(ack, kept));
        }
        return fitted;
    }

    private static Ack cut(Ack ack, int kept) {
        Output whole = ack.output();
        Output cut = new Output(
                middleOut(whole.stdout(), kept),
                middleOut(whole.stderr(), kept),
                whole.stdoutBytes(),
                whole.stderrBytes(),
                true);
        return new Ack(
                ack.id(),
                ack.status(),
                ack.at(),
                ack.deliveredAt(),
                ack.startedAt(),
                ack.attempt(),
                ack.exitCode(),
                cut,
                ack.error().map(error -> new Fault(error.code(), middleOut(error.message(), kept))),
                ack.journaled());
    }

    private static String middleOut(String text, int kept) {
        if (text.length() <= kept) {
            return text;
        }
        int head = kept / 2;
        int tail = text.length() - (kept - head);
        head -= head > 0 && Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        tail += tail < text.length() && Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + GAP + text.substring(tail);
    }
}
