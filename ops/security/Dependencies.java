import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges a CycloneDX bill of materials: the licences by the file of those that are allowed, the vulnerabilities by an OSV
 * service. A library that offers several licences leaves the choice to us: one allowed is enough. One that names none, or
 * none that is allowed, is a finding; so is every vulnerability that is not accepted until a day that has not come.
 */
final class Dependencies {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BATCH = 500;
    private static final String OWN = "pkg:maven/io.steward/";

    /** What the file of licences says: "allow ID", "licence group:artifact ID", "accept GHSA-… YYYY-MM-DD why". */
    private record Rules(Set<String> allowed, Map<String, String> known, Map<String, LocalDate> accepted) {}

    private static final class CannotTell extends Exception {
        CannotTell(String message) {
            super(message);
        }
    }

    private final List<String> findings = new ArrayList<>();

    public static void main(String[] arguments) {
        try {
            Dependencies check = new Dependencies();
            Map<String, Set<String>> libraries = libraries(Path.of(arguments[0]));
            Rules rules = rules(Path.of(arguments[1]));
            check.licences(libraries, rules);
            System.out.println(
                    libraries.size() + " libraries, licences: " + (check.findings.isEmpty() ? "all allowed" : check.findings.size() + " not"));
            check.findings.forEach(finding -> System.out.println("  " + finding));
            int bad = check.findings.size();
            check.vulnerabilities(new ArrayList<>(libraries.keySet()), rules, arguments[2]);
            List<String> more = check.findings.subList(bad, check.findings.size());
            System.out.println(libraries.size() + " libraries, known vulnerabilities: " + (more.isEmpty() ? "none" : more.size()));
            more.forEach(finding -> System.out.println("  " + finding));
            System.exit(check.findings.isEmpty() ? 0 : 1);
        } catch (CannotTell e) {
            System.err.println("dependencies: " + e.getMessage());
            System.exit(3);
        }
    }

    private static Map<String, Set<String>> libraries(Path file) throws CannotTell {
        JsonNode bom = json(file);
        Map<String, Set<String>> libraries = new TreeMap<>();
        for (JsonNode component : bom.path("components")) {
            String purl = component.path("purl").asString("");
            int end = purl.indexOf('?');
            String name = end < 0 ? purl : purl.substring(0, end);
            if (name.startsWith("pkg:maven/") && !name.startsWith(OWN)) {
                libraries.computeIfAbsent(name, key -> new TreeSet<>()).addAll(licencesOf(component));
            }
        }
        if (libraries.isEmpty()) {
            throw new CannotTell("\"" + file + "\" names no Maven library: it is no bill of materials of ours");
        }
        return libraries;
    }

    private static List<String> licencesOf(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String name = licence.path("id").asString(licence.path("name").asString(""));
            for (String each : (name.isEmpty() ? choice.path("expression").asString("") : name).split(" OR ", -1)) {
                names.add(each.replaceAll("^\\(|\\)$", "").strip());
            }
        }
        names.removeIf(String::isEmpty);
        return names;
    }

    private static Rules rules(Path file) throws CannotTell {
        Rules rules = new Rules(new HashSet<>(), new HashMap<>(), new HashMap<>());
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String[] words = line.strip().split("\\s+", 4);
            boolean taken = line.isBlank()
                    || words[0].startsWith("#")
                    || words[0].equals("allow") && rules.allowed.add(line.strip().substring(6).strip())
                    || words[0].equals("licence") && words.length > 2 && rules.known.put(words[1], line.strip().split("\\s+", 3)[2]) == null
                    || words[0].equals("accept") && words.length == 4 && rules.accepted.put(words[1], day(words[2])) == null;
            if (!taken) {
                throw new CannotTell(file + " line " + number + " is not understood, or there twice: " + line.strip());
            }
        }
        return rules;
    }

    private static LocalDate day(String text) throws CannotTell {
        try {
            return LocalDate.parse(text);
        } catch (java.time.DateTimeException e) {
            throw new CannotTell("\"" + text + "\" is no day like 2026-11-22");
        }
    }

    private void licences(Map<String, Set<String>> libraries, Rules rules) {
        libraries.forEach((purl, licences) -> {
            String artifact = purl.substring("pkg:maven/".length(), purl.lastIndexOf('@')).replace('/', ':');
            Set<String> said = rules.known.containsKey(artifact) ? Set.of(rules.known.get(artifact)) : licences;
            if (said.stream().noneMatch(rules.allowed::contains)) {
                findings.add(purl + ": licence " + (said.isEmpty() ? "not named" : String.join(" or ", said)) + " is not allowed");
            }
        });
    }

    private void vulnerabilities(List<String> purls, Rules rules, String osv) throws CannotTell {
        Map<String, Set<String>> found = new TreeMap<>();
        Map<String, String> pages = new TreeMap<>();
        purls.forEach(purl -> pages.put(purl, ""));
        while (!pages.isEmpty()) {
            List<String> batch = pages.keySet().stream().limit(BATCH).toList();
            JsonNode results = asked(osv, query(batch, pages)).path("results");
            if (!results.isArray() || results.size() != batch.size()) {
                throw new CannotTell(osv + " answered " + results.size() + " results to " + batch.size() + " questions");
            }
            for (int i = 0; i < batch.size(); i++) {
                String purl = batch.get(i);
                results.get(i).path("vulns").forEach(vulnerability -> found
                        .computeIfAbsent(purl, key -> new TreeSet<>())
                        .add(vulnerability.path("id").asString("without an id")));
                String next = results.get(i).path("next_page_token").asString("");
                if (next.isEmpty() || next.equals(pages.get(purl))) {
                    pages.remove(purl);
                } else {
                    pages.put(purl, next);
                }
            }
        }
        found.forEach((purl, ids) -> ids.stream()
                .filter(id -> !rules.accepted.getOrDefault(id, LocalDate.MIN).isAfter(LocalDate.now()))
                .forEach(id -> findings.add(purl + ": " + id + ", see https://osv.dev/vulnerability/" + id)));
    }

    private static String query(List<String> purls, Map<String, String> pages) {
        ObjectNode query = JSON.createObjectNode();
        ArrayNode queries = query.putArray("queries");
        for (String purl : purls) {
            ObjectNode one = queries.addObject();
            one.putObject("package").put("purl", purl);
            if (!pages.get(purl).isEmpty()) {
                one.put("page_token", pages.get(purl));
            }
        }
        return JSON.writeValueAsString(query);
    }

    private static JsonNode asked(String osv, String query) throws CannotTell {
        String consequence = "; whether vulnerabilities are known is not known, so this is no pass";
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(osv + "/v1/querybatch"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(query))
                    .build();
            HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new CannotTell(osv + " answered " + answer.statusCode() + consequence);
            }
            return JSON.readTree(answer.body());
        } catch (IOException | IllegalArgumentException | JacksonException e) {
            throw new CannotTell(osv + " can't be asked (" + e + ")" + consequence + "; --osv names another service");
        } catch (InterruptedException e) {
            throw new CannotTell("interrupted" + consequence);
        }
    }

    private static JsonNode json(Path file) throws CannotTell {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            throw new CannotTell("bill of materials \"" + file + "\" can't be read: " + e.getMessage());
        }
    }

    private static List<String> lines(Path file) throws CannotTell {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CannotTell("the file of licences \"" + file + "\" can't be read: " + e.getMessage());
        }
    }
}
