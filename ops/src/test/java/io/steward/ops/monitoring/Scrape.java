package io.steward.ops.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code /metrics} page says: families by the name that Prometheus gives them. */
public record Scrape(Map<String, Family> families, int series) {
    /** A family; labels without {@code le} and {@code quantile}, which belong to the type. */
    public record Family(String name, String type, String help, Set<String> labels) {}

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    public static Scrape of(String text) {
        Map<String, Family> families = new LinkedHashMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        int series = 0;
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words[3]);
            } else if (line.startsWith("# TYPE ")) {
                families.put(
                        words[2], new Family(words[2], words[3], help.getOrDefault(words[2], ""), new TreeSet<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                series++;
                family(families, line.split("[{ ]", 2)[0]).labels().addAll(labels(line));
            }
        }
        Set<String> names = Set.copyOf(families.keySet());
        // Every timer brings one; the reference says so once.
        families.keySet()
                .removeIf(name -> name.endsWith("_max") && names.contains(name.substring(0, name.length() - 4)));
        return new Scrape(families, series);
    }

    private static Family family(Map<String, Family> families, String sample) {
        for (String suffix : new String[] {"", "_bucket", "_count", "_sum"}) {
            if (sample.endsWith(suffix)) {
                Family family = families.get(sample.substring(0, sample.length() - suffix.length()));
                if (family != null) {
                    return family;
                }
            }
        }
        throw new IllegalStateException(sample + " has no TYPE");
    }

    private static Set<String> labels(String line) {
        Set<String> labels = new TreeSet<>();
        int open = line.indexOf('{');
        if (open >= 0) {
            Matcher matcher = LABEL.matcher(line.substring(open));
            while (matcher.find()) {
                labels.add(matcher.group(1));
            }
        }
        labels.remove("le");
        labels.remove("quantile");
        return labels;
    }
}
