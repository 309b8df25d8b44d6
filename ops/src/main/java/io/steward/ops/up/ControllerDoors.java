package io.steward.ops.up;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a controller that has started can be reached, as it writes it to the file of its key {@code endpoints.file}. */
record ControllerDoors(String http, String sql) {
    private static final Pattern FIELD = Pattern.compile("\"(http|sql)\"\\s*:\\s*\"([^\"]*)\"");

    /** Empty while there is none. */
    static Optional<ControllerDoors> read(Path file) {
        return DataFolder.read(file).map(text -> {
            String http = "";
            String sql = "";
            Matcher fields = FIELD.matcher(text);
            while (fields.find()) {
                if (fields.group(1).equals("http")) {
                    http = fields.group(2);
                } else {
                    sql = fields.group(2);
                }
            }
            return new ControllerDoors(http, sql);
        });
    }
}
