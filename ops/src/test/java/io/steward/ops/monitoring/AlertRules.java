package io.steward.ops.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The shipped alerts. */
public final class AlertRules {
    private static final Pattern THRESHOLD = Pattern.compile("(?s)(.*\\S)\\s*(?:==|>)\\s*[0-9.]+\\s*");

    /** One alert. */
    public record Alert(String name, String expression) {
        /** The expression without its threshold: what is compared. */
        public String compared() {
            Matcher matcher = THRESHOLD.matcher(expression);
            if (!matcher.matches()) {
                throw new IllegalStateException(name + " compares with no number: " + expression);
            }
            return matcher.group(1);
        }
    }

    private AlertRules() {}

    public static List<Alert> read() throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(Ops.folder().resolve("prometheus/rules.yml")));
        return Dashboards.list(file.get("groups")).stream()
                .flatMap(group -> Dashboards.list(group.get("rules")).stream())
                .map(rule ->
                        new Alert(rule.get("alert").asString(), rule.get("expr").asString()))
                .toList();
    }

    /** The names of the alerts that the rules' own tests let fire. */
    public static List<String> fired() throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(Ops.folder().resolve("prometheus/rules.test.yml")));
        return Dashboards.list(file.get("tests")).stream()
                .flatMap(test -> Dashboards.list(test.get("alert_rule_test")).stream())
                .filter(test -> !test.get("exp_alerts").isEmpty())
                .map(test -> test.get("alertname").asString())
                .toList();
    }
}
