package io.steward.controller.issue;

import io.steward.model.subject.NodeName;
import java.util.List;

/** Whom an order is for, as the operator said it. The nodes behind a condition are looked up when it is issued. */
public sealed interface Targets {
    <R> R match(Cases<R> cases) throws Refused;

    /** These nodes, each once, and all of them or none. */
    record Named(List<NodeName> nodes) implements Targets {
        public Named {
            nodes = nodes.stream().distinct().toList();
        }

        @Override
        public <R> R match(Cases<R> cases) throws Refused {
            return cases.named(nodes);
        }
    }

    /** Every enrolled node for which the condition over {@code node_state} holds. */
    record Where(String condition) implements Targets {
        @Override
        public <R> R match(Cases<R> cases) throws Refused {
            return cases.where(condition);
        }
    }

    /** Every enrolled node. */
    record All() implements Targets {
        @Override
        public <R> R match(Cases<R> cases) throws Refused {
            return cases.all();
        }
    }

    /** One opinion per case. */
    interface Cases<R> {
        R named(List<NodeName> nodes) throws Refused;

        R where(String condition) throws Refused;

        R all() throws Refused;
    }
}
