package io.steward.ops.chaos;

import io.steward.ops.chaos.fleet.ScratchFleet;
import io.steward.ops.chaos.load.Ledger;
import io.steward.ops.chaos.load.Load;
import io.steward.ops.chaos.plan.ChaosPlan;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.FaultKind;
import io.steward.ops.chaos.proof.Checker;
import io.steward.ops.chaos.proof.Drain;
import io.steward.ops.chaos.proof.Evidence;
import io.steward.ops.chaos.proof.LogLine;
import io.steward.ops.chaos.proof.Losses;
import io.steward.ops.chaos.proof.Records;
import io.steward.ops.chaos.proof.Twins;
import io.steward.ops.chaos.proof.Violation;
import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One run: starts a scratch fleet, sends a load while faults strike, mends everything, waits for rest, and holds what is
 * then true against every promise. Used once, by one thread; {@link #abandon} may be called by any, and ends the fleet.
 *
 * <p>The seed gives the plan; what the machine makes of its times differs from run to run.
 */
public final class Chaos {
    private static final Duration ASKING = Duration.ofSeconds(20);

    private final ChaosOptions options;
    private final Consumer<String> say;
    private final Path root;
    private final Map<String, Duration> phases = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private Optional<ScratchFleet> running = Optional.empty();
    private long phaseBegan = System.nanoTime();

    private Chaos(ChaosOptions options, Consumer<String> say, Path root) {
        this.options = options;
        this.say = say;
        this.root = root;
    }

    /**
     * Prepares a run; starts nothing.
     *
     * @param say hears of the progress, a line at a time
     */
    public static Chaos of(ChaosOptions options, Consumer<String> say) throws IOException {
        Path root = options.keep().isPresent()
                ? Files.createDirectories(options.keep().get().toAbsolutePath().normalize())
                : Files.createTempDirectory("steward-chaos-");
        return new Chaos(options, say, root.toRealPath());
    }

    /**
     * Does it all.
     *
     * @throws IOException if it could not be finished, because a part of the fleet did not come up for example;
     *     everything is kept then
     */
    public ChaosResult run() throws IOException, InterruptedException {
        boolean disks = smallDisks();
        int brokers = options.cluster() ? 3 : 1;
        ChaosPlan plan = ChaosPlan.of(new ChaosPlan.Terms(
                options.seed(), options.faults(), options.nodes(), brokers, disks, options.truncate(), options.only()));
        ScratchFleet fleet =
                ScratchFleet.layOut(root, new ScratchFleet.Shape(ChaosPlan.nodes(options.nodes()), brokers, disks));
        claim(fleet);
        try (fleet) {
            if (options.keep().isPresent()) {
                fleet.keep();
            }
            fleet.start();
            phase("start");
            return stormy(fleet, plan);
        } catch (IOException e) {
            fleet.keep();
            throw e;
        }
    }

    /** Ends all processes of the run. */
    public void abandon() {
        Optional<ScratchFleet> fleet;
        synchronized (this) {
            fleet = running;
        }
        try {
            if (fleet.isPresent()) {
                fleet.get().close();
            }
        } catch (IOException e) {
            say.accept("the scratch fleet in " + root + " was not ended cleanly: " + e.getMessage());
        }
    }

    private ChaosResult stormy(ScratchFleet fleet, ChaosPlan plan) throws IOException, InterruptedException {
        try (Load load = new Load(fleet);
                Storm storm = new Storm(fleet, root.resolve("faults.log"))) {
            storm.start(plan);
            load.start(plan.errands());
            watch(plan, storm, load.ledger());
            storm.awaitCalm(plan.faults().size());
            phase("storm");
            Optional<Operator> operator = Optional.empty();
            if (storm.counts().containsKey(FaultKind.BROKER_TRUNCATE)) {
                operator = Optional.of(new Operator(fleet, say));
                operator.get().repair();
                phase("repair");
            }
            new Rest(fleet.api().patient(ASKING), plan, load.ledger(), operator, say).await();
            phase("rest");
            Twins.Comparison twins = compare(fleet);
            phase("rebuild");
            Evidence evidence = evidence(fleet, plan, load.ledger(), twins, storm, operator);
            List<Violation> violations = new ArrayList<>();
            operator.ifPresent(one -> violations.addAll(one.violations()));
            violations.addAll(judged(evidence));
            if (!violations.isEmpty()) {
                fleet.keep();
            }
            phase("check");
            return result(fleet, storm, load.ledger(), evidence, twins, operator, violations);
        }
    }

    private synchronized void claim(ScratchFleet fleet) {
        running = Optional.of(fleet);
    }

    private boolean smallDisks() throws IOException {
        boolean possible = ScratchFleet.smallDisksPossible(root);
        if (!possible) {
            missing.add("no full disks: a small file system can be mounted by root only");
        }
        return possible;
    }

    private void watch(ChaosPlan plan, Storm storm, Ledger ledger) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < plan.storm().toNanos()) {
            TimeUnit.SECONDS.sleep(5);
            int struck =
                    storm.counts().values().stream().mapToInt(Integer::intValue).sum();
            say.accept(struck + " of " + plan.faults().size() + " faults, "
                    + ledger.accepted().size() + " commands accepted, "
                    + ledger.open().size()
                    + " requests without answer");
        }
    }

    private Twins.Comparison compare(ScratchFleet fleet) throws IOException, InterruptedException {
        say.accept("folding the log again in a second controller");
        ControllerApi second = fleet.startSecondController();
        return Twins.compare(fleet.api().patient(ASKING), second.patient(ASKING));
    }

    private Evidence evidence(
            ScratchFleet fleet,
            ChaosPlan plan,
            Ledger ledger,
            Twins.Comparison twins,
            Storm storm,
            Optional<Operator> operator)
            throws IOException, InterruptedException {
        ControllerApi api = fleet.api().patient(ASKING);
        Map<Integer, Errand> errands =
                plan.errands().stream().collect(Collectors.toMap(Errand::number, Function.identity()));
        List<LogLine> log = Drain.all(fleet.brokerUrls(), fleet.controllerCredentials());
        return new Evidence(
                errands,
                ledger.accepted(),
                ledger.cancels(),
                ledger.refused(),
                ledger.open(),
                log,
                Records.states(api),
                Records.effects(fleet.effects(), fleet.nodes()),
                Records.proof(api),
                twins.differences(),
                storm.fullDisks(),
                operator.map(one -> Losses.of(ledger.accepted(), ledger.cancels(), log, one.folded(), one.named()))
                        .orElse(Losses.NONE));
    }

    private List<Violation> judged(Evidence evidence) throws IOException {
        List<Violation> violations = new ArrayList<>();
        for (Violation violation : Checker.check(evidence)) {
            violations.add(Histories.with(violation, root.resolve("log")));
        }
        return violations;
    }

    private ChaosResult result(
            ScratchFleet fleet,
            Storm storm,
            Ledger ledger,
            Evidence evidence,
            Twins.Comparison twins,
            Optional<Operator> operator,
            List<Violation> violations) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("requests", evidence.errands().size());
        counts.put("asked again", ledger.repeats());
        counts.put("commands accepted", evidence.accepted().size());
        counts.put("cancels accepted", evidence.cancels().size());
        counts.put("log messages", evidence.log().size());
        counts.put("effects", evidence.effects().size());
        operator.ifPresent(one -> {
            counts.putAll(new TreeMap<>(one.counts()));
            counts.put("lost by the broker", evidence.losses().unknown().size());
            counts.put("named as lost", evidence.losses().named().size());
            counts.put("rows of delivery_proof", evidence.proof().size());
        });
        boolean kept = options.keep().isPresent() || !violations.isEmpty();
        return new ChaosResult(
                options,
                storm.counts(),
                counts,
                ends(evidence),
                twins.rows(),
                fleet.endsOfTheirOwn(),
                phases,
                missing,
                violations,
                kept ? Optional.of(root.toString()) : Optional.empty());
    }

    private static Map<String, Integer> ends(Evidence evidence) {
        Map<String, Integer> ends = new TreeMap<>();
        evidence.log().stream()
                .filter(LogLine::end)
                .forEach(line -> ends.merge(line.status().orElseThrow().name(), 1, Integer::sum));
        return ends;
    }

    private void phase(String name) {
        long now = System.nanoTime();
        phases.put(name, Duration.ofNanos(now - phaseBegan));
        phaseBegan = now;
    }
}
