package io.steward.agent.trust;

import io.steward.model.trust.Policy;
import java.io.IOException;

/** Where the newest policy is kept. One thread at a time. */
public interface PolicyStore {
    /** Keeps this one instead of what was kept. When it returns, a crash does not take it back. */
    void keep(Policy policy) throws IOException;
}
