package io.steward.controller.log;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.Source;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Partitions;
import io.steward.nats.StreamNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A stream as it has to be (contract, section 3). A value; it knows how it differs from what a broker has.
 *
 * @param subjects what it captures, as they come from the account mapping; empty if it only sources
 * @param transform source and destination of the transform back to plain subjects
 * @param sourced the plain subjects that it copies out of EVENTS
 * @param age zero: kept forever
 * @param bytes -1: no limit
 * @param perSubject -1: no limit
 * @param guarded when it is full it refuses, and nobody may delete or purge its messages
 */
public record StreamDeclaration(
        String name,
        Set<String> subjects,
        Optional<Map.Entry<String, String>> transform,
        List<String> sourced,
        Duration age,
        long bytes,
        long perSubject,
        boolean guarded,
        Duration dedupeWindow,
        int replicas) {
    /** A setting that is not as declared. */
    public record Difference(String setting, String declared, String found) {
        @Override
        public String toString() {
            return setting + " is " + found + ", declared is " + declared;
        }
    }

    static final String OWNER_KEY = "steward";
    static final String OWNER = "1";
    private static final long CONSUMERS = 1_000_000; // brokers from 2.15 on allow 1,000 unless told a number
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final List<String> ABOUT_NODES = List.of(
            "*.event.hello.agent",
            "*.event.facts.system",
            "*.event.enrolled.controller",
            "*.event.connection.controller");

    public StreamDeclaration {
        subjects = Set.copyOf(subjects);
        sourced = List.copyOf(sourced);
    }

    /**
     * All streams of a fleet, in an order in which they can be created.
     *
     * @param controller under whose name the controller reports
     */
    public static List<StreamDeclaration> all(Streams streams, LogSettings settings, NodeName controller) {
        Partitions partitions = new Partitions(streams.partitions());
        List<StreamDeclaration> all = new ArrayList<>();
        for (int i = 0; i < streams.partitions(); i++) {
            all.add(new StreamDeclaration(
                    streams.commandStreams().get(i),
                    Set.copyOf(partitions.storedSubjects(i)),
                    Optional.of(partitions.transform(i)),
                    List.of(),
                    settings.commandsAge(),
                    -1,
                    -1,
                    true,
                    Duration.ofMinutes(10),
                    settings.replicas()));
        }
        all.add(reports(Streams.EVENTS, "event", settings.eventsAge(), settings.eventsBytes(), -1, settings));
        all.add(reports(Streams.PRESENCE, "presence", Duration.ZERO, -1, 1, settings));
        all.add(nodes(settings));
        all.add(audit(settings, controller));
        return List.copyOf(all);
    }

    private static StreamDeclaration reports(
            String name, String kind, Duration age, long bytes, long perSubject, LogSettings settings) {
        return new StreamDeclaration(
                name,
                Set.of(StreamNames.STORED + ".*." + kind + ".>"),
                Optional.of(Map.entry(StreamNames.STORED + ".*.>", "{{wildcard(1)}}.>")),
                List.of(),
                age,
                bytes,
                perSubject,
                false,
                TWO_MINUTES,
                settings.replicas());
    }

    private static StreamDeclaration nodes(LogSettings settings) {
        return new StreamDeclaration(
                Streams.NODES,
                Set.of(),
                Optional.empty(),
                ABOUT_NODES,
                Duration.ZERO,
                -1,
                settings.nodeHistory(),
                false,
                TWO_MINUTES,
                settings.replicas());
    }

    private static StreamDeclaration audit(LogSettings settings, NodeName controller) {
        return new StreamDeclaration(
                Streams.AUDIT,
                Set.of(),
                Optional.empty(),
                List.of(
                        controller + ".event." + ControlEvents.AUDIT + ".*",
                        controller + ".event." + ControlEvents.ENROLMENT + ".*"),
                settings.auditAge(),
                -1,
                -1,
                true,
                TWO_MINUTES,
                settings.replicas());
    }

    /** The configuration to ask for, on top of what a broker has. */
    StreamConfiguration over(Optional<StreamConfiguration> found) {
        Map<String, String> metadata = new TreeMap<>();
        found.ifPresent(config -> metadata.putAll(Objects.requireNonNullElse(config.getMetadata(), Map.of())));
        metadata.put(OWNER_KEY, OWNER);
        StreamConfiguration.Builder builder =
                found.map(StreamConfiguration.Builder::new).orElseGet(StreamConfiguration::builder);
        builder.name(name)
                .description("steward")
                .metadata(metadata)
                .subjects(subjects)
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(guarded ? DiscardPolicy.New : DiscardPolicy.Old)
                .maxAge(age)
                .maxBytes(bytes)
                .maxMessagesPerSubject(perSubject)
                .duplicateWindow(dedupeWindow)
                .maxConsumers(CONSUMERS)
                .replicas(replicas)
                .denyDelete(guarded)
                .denyPurge(guarded)
                .allowRollup(false)
                .sources(sources());
        transform.ifPresent(t -> builder.subjectTransform(transform(t.getKey(), t.getValue())));
        return builder.build();
    }

    /** What is not as declared; empty when all is well. */
    List<Difference> differencesFrom(StreamConfiguration found) {
        StreamConfiguration declared = over(Optional.of(found));
        List<Difference> differences = new ArrayList<>();
        check("subjects", declared, found, config -> new TreeSet<>(config.getSubjects()), differences);
        check("subject_transform", declared, found, StreamDeclaration::transformText, differences);
        check("sources", declared, found, StreamDeclaration::sourcesText, differences);
        check("storage", declared, found, StreamConfiguration::getStorageType, differences);
        check("retention", declared, found, StreamConfiguration::getRetentionPolicy, differences);
        check("discard", declared, found, StreamConfiguration::getDiscardPolicy, differences);
        check("max_age", declared, found, StreamConfiguration::getMaxAge, differences);
        check("max_bytes", declared, found, StreamConfiguration::getMaxBytes, differences);
        check("max_msgs_per_subject", declared, found, StreamConfiguration::getMaxMsgsPerSubject, differences);
        check("duplicate_window", declared, found, StreamConfiguration::getDuplicateWindow, differences);
        check("max_consumers", declared, found, StreamConfiguration::getMaxConsumers, differences);
        check("num_replicas", declared, found, StreamConfiguration::getReplicas, differences);
        check("deny_delete", declared, found, StreamConfiguration::getDenyDelete, differences);
        check("deny_purge", declared, found, StreamConfiguration::getDenyPurge, differences);
        check("allow_rollup", declared, found, StreamConfiguration::getAllowRollup, differences);
        return List.copyOf(differences);
    }

    private static void check(
            String setting,
            StreamConfiguration declared,
            StreamConfiguration found,
            Function<StreamConfiguration, Object> reader,
            List<Difference> differences) {
        String wanted = String.valueOf(reader.apply(declared));
        String is = String.valueOf(reader.apply(found));
        if (!wanted.equals(is)) {
            differences.add(new Difference(setting, wanted, is));
        }
    }

    private List<Source> sources() {
        return sourced.isEmpty()
                ? List.of()
                : List.of(Source.builder()
                        .sourceName(Streams.EVENTS)
                        .subjectTransforms(sourced.stream()
                                .map(subject -> transform(subject, subject.replace("*", "{{wildcard(1)}}")))
                                .toList())
                        .build());
    }

    private static SubjectTransform transform(String source, String destination) {
        return SubjectTransform.builder()
                .source(source)
                .destination(destination)
                .build();
    }

    private static String transformText(StreamConfiguration config) {
        return config.getSubjectTransform() == null ? "none" : text(config.getSubjectTransform());
    }

    private static String sourcesText(StreamConfiguration config) {
        Set<String> texts = new TreeSet<>();
        for (Source source : Objects.requireNonNullElse(config.getSources(), List.<Source>of())) {
            for (SubjectTransform transform :
                    Objects.requireNonNullElse(source.getSubjectTransforms(), List.<SubjectTransform>of())) {
                texts.add(source.getName() + ": " + text(transform));
            }
        }
        return texts.toString();
    }

    private static String text(SubjectTransform transform) {
        return transform.getSource() + " to " + transform.getDestination();
    }
}
