package io.steward.model.wire;

import io.steward.model.event.IdentityChange;
import io.steward.model.event.IdentityChange.Change;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Changes of identities as the fields of an event, and back. Stateless; any thread may call it. */
public final class IdentityCodec {
    private IdentityCodec() {}

    /** All fields but {@code v} and {@code at}, which whoever publishes puts before them. */
    public static Map<String, Object> fields(IdentityChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("by", change.by());
        fields.put("change", change.change().name().toLowerCase(Locale.ROOT));
        change.publicKey().ifPresent(key -> fields.put("publicKey", key));
        change.boxKey().ifPresent(key -> fields.put("boxKey", key));
        change.fingerprint().ifPresent(text -> fields.put("fingerprint", text));
        change.tokenHash().ifPresent(hash -> fields.put("tokenHash", hash));
        change.expiresAt().ifPresent(time -> fields.put("expiresAt", Json.time(time)));
        if (change.replaces()) {
            fields.put("replaces", true);
        }
        change.from().ifPresent(from -> fields.put("from", from));
        return fields;
    }

    public static IdentityChange decode(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, EventCodec.LARGEST_EVENT);
        return new IdentityChange(
                fields.time("at"),
                fields.text("by"),
                fields.optionalLowerCaseConstant("change", Change.class)
                        .orElseThrow(() -> new Unreadable("missing-field", "field \"change\" is missing")),
                fields.optionalText("publicKey"),
                fields.optionalText("boxKey"),
                fields.optionalText("fingerprint"),
                fields.optionalText("tokenHash"),
                fields.optionalTime("expiresAt"),
                fields.flag("replaces"),
                fields.optionalText("from"));
    }
}
