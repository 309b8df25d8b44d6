package io.steward.controller.intake;

import io.javalin.http.Context;
import io.steward.model.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request as an endpoint sees it: who asks, what it asks, and the one answer. Used by the request's thread alone. */
final class Call {
    private static final String JSON = "application/json";
    /** What is read of a body that is too large, and thrown away, so that its sender hears the answer. */
    private static final long DRAINED = 64L * 1024 * 1024;

    private static final int BODY_SECONDS = 20;

    private final Context context;
    private final Caller caller;
    private final int bodyLimit;

    Call(Context context, Caller caller, int bodyLimit) {
        this.context = context;
        this.caller = caller;
        this.bodyLimit = bodyLimit;
    }

    Caller caller() {
        return caller;
    }

    Context context() {
        return context;
    }

    String path(String name) {
        return context.pathParam(name);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    Params params(String... allowed) {
        return Params.of(context.queryParamMap(), allowed);
    }

    JsonNode body() throws IOException {
        return Documents.json(bytes());
    }

    /** The body as an object with this one field, true or false, and no other; false where it is missing. */
    boolean flag(String name) throws IOException {
        JsonNode body = body();
        if (!body.isObject()) {
            throw new Refusal(
                    Problem.badField("body", "the body is not allowed: use an object like {\"" + name + "\":true}"));
        }
        for (String other : body.propertyNames()) {
            if (!other.equals(name)) {
                throw Refusal.badField(other, body.get(other).toString(), "no other field than " + name);
            }
        }
        JsonNode flag = body.get(name);
        if (flag != null && !flag.isBoolean()) {
            throw Refusal.badField(name, flag.toString(), "true or false");
        }
        return flag != null && flag.booleanValue();
    }

    void answer(int status, Map<String, ?> json) {
        context.status(status).contentType(JSON).result(Json.bytes(json));
    }

    static void answer(Context context, Problem problem) {
        context.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.bytes(problem.json()));
    }

    static @Nullable Object orNull(Optional<?> value) {
        return value.orElse(null);
    }

    private byte[] bytes() throws IOException {
        InputStream in = context.req().getInputStream();
        byte[] bytes = context.req().getContentLengthLong() > bodyLimit ? new byte[0] : read(in, bodyLimit + 1);
        if (context.req().getContentLengthLong() > bodyLimit || bytes.length > bodyLimit) {
            drain(in);
            throw new Refusal(new Problem(
                    413,
                    "too-large",
                    "The body is too large",
                    "the body is longer than allowed: use at most " + bodyLimit + " bytes"));
        }
        return bytes;
    }

    // A body that drips holds a thread: whoever takes longer is told, and the thread goes on to others.
    private static byte[] read(InputStream in, int most) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        long deadline = System.nanoTime() + BODY_SECONDS * 1_000_000_000L;
        for (int read = 0; read >= 0 && body.size() < most; ) {
            read = in.read(piece, 0, Math.min(piece.length, most - body.size()));
            body.write(piece, 0, Math.max(0, read));
            if (read >= 0 && System.nanoTime() - deadline > 0) {
                throw new Refusal(new Problem(
                        408,
                        "too-slow",
                        "The body came too slowly",
                        "the body took longer than " + BODY_SECONDS + " s"));
            }
        }
        return body.toByteArray();
    }

    private static void drain(InputStream in) throws IOException {
        byte[] scratch = new byte[8192];
        long left = DRAINED;
        long deadline = System.nanoTime() + BODY_SECONDS * 1_000_000_000L;
        for (int read = in.read(scratch);
                read >= 0 && left > 0 && System.nanoTime() - deadline < 0;
                read = in.read(scratch)) {
            left -= read;
        }
    }
}
