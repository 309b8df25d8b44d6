package io.steward.model.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One parser and what it may do with bytes: take them, or throw what is declared, soon, and with memory in proportion.
 *
 * <p>{@code -Dsteward.fuzz.rounds=20} tries twenty times as many inputs, {@code -Dsteward.fuzz.seed=new} others than
 * last time, {@code -Dsteward.fuzz.seed=N} the very same again: a failure names its seed, and without one a build tries what
 * every build tries. What was tried stands in {@code target/fuzz}. Immutable.
 *
 * @param name for people and for the file of figures
 * @param refusals the exceptions that say no, with one clear sentence
 * @param within the longest that one input may take, generously
 * @param perByte bytes of memory that a byte of input may cost, beyond the fixed cost
 */
public record FuzzTarget(
        String name,
        Grammar grammar,
        List<byte[]> seeds,
        Set<Class<?>> refusals,
        int inputs,
        Duration within,
        long fixed,
        long perByte) {
    /** A parser of bytes. */
    @FunctionalInterface
    public interface Parser {
        void parse(byte[] input) throws Exception;
    }

    /** A parser of text; broken UTF-8 reaches it as replacement characters. */
    @FunctionalInterface
    public interface TextParser {
        void parse(String input) throws Exception;
    }

    public static FuzzTarget of(String name, Grammar grammar, byte[]... seeds) {
        return new FuzzTarget(name, grammar, List.of(seeds), Set.of(), 2_000, Duration.ofSeconds(20), 4L << 20, 600);
    }

    public static FuzzTarget of(String name, Grammar grammar, String... seeds) {
        return of(
                name,
                grammar,
                Arrays.stream(seeds).map(seed -> seed.getBytes(UTF_8)).toArray(byte[][]::new));
    }

    public FuzzTarget refusing(Class<?>... exceptions) {
        return new FuzzTarget(name, grammar, seeds, Set.of(exceptions), inputs, within, fixed, perByte);
    }

    /** With one value after the other of these JSON texts made extreme, too. */
    public FuzzTarget extremes(String... json) {
        List<byte[]> all = new ArrayList<>(seeds);
        Arrays.stream(json).map(Extremes::of).forEach(all::addAll);
        return new FuzzTarget(name, grammar, all, refusals, Math.max(inputs, all.size()), within, fixed, perByte);
    }

    /** How many inputs are tried unless {@code steward.fuzz.rounds} says more; 2,000 by default. */
    public FuzzTarget inputs(int number) {
        return new FuzzTarget(name, grammar, seeds, refusals, number, within, fixed, perByte);
    }

    /** Memory that one input may cost: so much, and so much more for each of its bytes. */
    public FuzzTarget memory(long fixedBytes, long bytesPerByte) {
        return new FuzzTarget(name, grammar, seeds, refusals, inputs, within, fixedBytes, bytesPerByte);
    }

    public void checkText(TextParser parser) {
        check(input -> parser.parse(new String(input, UTF_8)));
    }

    /** Tries all inputs; an {@link AssertionError} lists what was found, each with its input. */
    public void check(Parser parser) {
        FuzzRun run = new FuzzRun(this, parser);
        List<String> findings = new ArrayList<>(run.findings());
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.size() + " findings in " + name + ", with -Dsteward.fuzz.seed="
                    + run.seed() + ":\n" + String.join("\n", findings));
        }
    }
}
