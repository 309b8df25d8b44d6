package io.steward.ops.bench;

import io.steward.ops.bench.report.Findings;
import java.io.IOException;

/**
 * One benchmark: bounded in count and time, alone on its scratch folder. Runs once, on one thread; whatever it starts has
 * ended when it returns or throws.
 */
@FunctionalInterface
public interface Bench {
    /**
     * Measures.
     *
     * @throws IOException if a part did not start or did not do what it was measured at; the message says which
     */
    Findings run(Workbench workbench) throws IOException, InterruptedException;
}
