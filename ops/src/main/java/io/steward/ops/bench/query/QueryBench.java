package io.steward.ops.bench.query;

import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Samples;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How soon a controller answers, with a fleet and a past of this size: idle, and while it folds without ever being done.
 *
 * <p>The broker does without fsync: what it stores is made up, and the fold has to be kept busy on the same machine.
 */
public final class QueryBench implements Bench {
    private static final Duration NO_SYNC = Duration.ofMinutes(2);
    private static final Duration LONGEST_PHASE = Duration.ofSeconds(25);
    private static final int WARM_PARTS = 3;
    private static final List<Double> PERCENTILES = List.of(50.0, 99.0);

    private final FleetSize size;
    private final int starts;

    /** @param starts how many processes of the command line are started */
    public QueryBench(int nodes, int commands, int starts) {
        this.size = FleetSize.about(nodes, commands);
        this.starts = starts;
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        try (ScratchSite site = ScratchSite.layOut(workbench.folder())) {
            site.startBroker(config -> config.withSyncInterval(NO_SYNC));
            try (Entries entries = Entries.into(site.brokerUrl(), site.site().controllerCredentials())) {
                return measured(workbench, site, entries);
            }
        } catch (SQLException e) {
            throw new IOException("the state database could not be filled or read: " + e.getMessage(), e);
        }
    }

    private Findings measured(Workbench workbench, ScratchSite site, Entries entries)
            throws IOException, InterruptedException, SQLException {
        List<Figure> figures = new ArrayList<>();
        List<Question> questions = new Questions(size).all();
        Past past = new Past(site, entries, size);
        past.begin(workbench);
        figures.addAll(new CommandLineStarts(site, starts).measured(workbench, "nodes.few"));
        past.grow(workbench);
        Asker asker = new Asker(site.api(), site.token(), size.nodes());
        workbench.say("asking once, and warming up");
        asker.check(questions);
        asker.ask(questions, until(workbench, WARM_PARTS));
        Map<String, Map<String, Samples>> asked = new LinkedHashMap<>();
        workbench.say("asking, idle");
        asked.put("idle", asker.ask(questions, until(workbench, 1)));
        figures.addAll(new CommandLineStarts(site, starts).measured(workbench, "nodes"));
        workbench.say("asking, while it folds");
        Busy busy = new Busy(site, entries, size);
        asked.put("folding", busy.during(workbench, () -> asker.ask(questions, until(workbench, 1))));
        site.end("controller");
        workbench.say("reading the same from the bare tables");
        Map<String, Samples> plain = plain(past.folder(), questions, workbench);
        questions.forEach(question -> figures.addAll(figures(question, asked, plain)));
        figures.addAll(busy.figures());
        return new Findings(settings(), figures, List.of(), notes(busy));
    }

    private Map<String, Samples> plain(Path folder, List<Question> questions, Workbench workbench)
            throws IOException, SQLException {
        try (PlainAnswers answers = PlainAnswers.of(folder, size.nodes())) {
            answers.ask(questions, until(workbench, WARM_PARTS));
            return answers.ask(questions, until(workbench, 1));
        }
    }

    private static long until(Workbench workbench, int parts) {
        Duration most = workbench.most().compareTo(LONGEST_PHASE) < 0 ? workbench.most() : LONGEST_PHASE;
        return System.nanoTime() + most.dividedBy(parts).toNanos();
    }

    private static List<Figure> figures(
            Question question, Map<String, Map<String, Samples>> asked, Map<String, Samples> plain) {
        List<Figure> figures = new ArrayList<>();
        asked.forEach((phase, samples) -> {
            for (double percentile : PERCENTILES) {
                String end = phase + ".p" + Math.round(percentile);
                double limit = samples.get("empty").millis(percentile)
                                * question.asked().apply(0).size()
                        + plain.get(question.name()).millis(percentile);
                Figure figure = Figure.of(
                                "query." + question.name() + "." + end,
                                samples.get(question.name()).millis(percentile),
                                "ms")
                        .beside(limit);
                Goal goal = question.goals().get(end);
                figures.add(goal == null ? figure : figure.towards(goal));
            }
        });
        return figures;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("nodes", Integer.toString(size.nodes()));
        settings.put("commands", Long.toString(size.commands()));
        settings.put("folded for real", size.seeds() + " nodes with " + size.perRound() + " commands each");
        settings.put("starts", Integer.toString(starts));
        return settings;
    }

    private List<String> notes(Busy busy) {
        return List.of(
                "limit: a request that asks nothing, as often as the question needs one, in the same phase, and the"
                        + " least SQL over the bare tables of the same file, quiet and in one process",
                "while it folded, " + busy.words());
    }
}
