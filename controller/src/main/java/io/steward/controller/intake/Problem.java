package io.steward.controller.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has it. The detail names field, value and what is allowed.
 *
 * @param slug the end of its type, {@code urn:steward:problem:<slug>}: words joined by {@code -}
 * @param field the field, parameter or header that is to blame
 * @param more further members
 */
record Problem(
        int status,
        String slug,
        String title,
        String detail,
        Optional<String> field,
        Map<String, @Nullable Object> more) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem(int status, String slug, String title, String detail) {
        this(status, slug, title, detail, Optional.empty(), Map.of());
    }

    static Problem badField(String field, String detail) {
        return new Problem(400, "bad-field", "The request can't be understood", detail).about(field);
    }

    Problem about(String name) {
        return new Problem(status, slug, title, detail, Optional.of(name), more);
    }

    Problem with(Map<String, @Nullable Object> members) {
        return new Problem(status, slug, title, detail, field, members);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "urn:steward:problem:" + slug);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        field.ifPresent(name -> json.put("field", name));
        json.putAll(more);
        return json;
    }
}
