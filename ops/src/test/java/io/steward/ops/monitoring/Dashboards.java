package io.steward.ops.monitoring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped dashboards, and what they ask. */
public final class Dashboards {
    private static final JsonMapper JSON = new JsonMapper();

    /** One dashboard's file. */
    public record Dashboard(String file, JsonNode json) {
        public List<JsonNode> panels() {
            return list(json.get("panels"));
        }
    }

    /** One question. {@code language} is {@code promql} or {@code sql}; {@code format} belongs to SQL alone. */
    public record Query(String where, String language, String text, String format) {
        @Override
        public String toString() {
            return where + ": " + text;
        }
    }

    private Dashboards() {}

    public static List<Dashboard> all() throws IOException {
        List<Dashboard> all = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Ops.folder().resolve("grafana/dashboards"), "*.json")) {
            TreeSet<Path> files = new TreeSet<>();
            found.forEach(files::add);
            for (Path file : files) {
                all.add(new Dashboard(file.getFileName().toString(), JSON.readTree(Files.readString(file))));
            }
        }
        return all;
    }

    /** Everything that panels and variables ask in this language. */
    public static List<Query> queries(String language) throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Dashboard dashboard : all()) {
            for (JsonNode panel : dashboard.panels()) {
                String where = dashboard.file() + ", " + panel.get("title").asString();
                list(panel.get("targets")).forEach(target -> queries.add(query(where, target)));
            }
            for (JsonNode variable : list(dashboard.json().at("/templating/list"))) {
                String where =
                        dashboard.file() + ", variable " + variable.get("name").asString();
                queries.add(new Query(where, "sql", variable.get("query").asString(), "table"));
            }
        }
        return queries.stream()
                .filter(query -> query.language().equals(language))
                .toList();
    }

    private static Query query(String where, JsonNode target) {
        return target.has("expr")
                ? new Query(where, "promql", target.get("expr").asString(), "")
                : new Query(
                        where,
                        "sql",
                        target.get("rawSql").asString(),
                        target.get("format").asString());
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }
}
