package io.steward.ops.story;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives stories the one fleet that they share; started by the first, stopped after the last. */
final class FleetExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningFleet.class;
    }

    @Override
    public RunningFleet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(RunningFleet.class))
                .computeIfAbsent(RunningFleet.class, key -> RunningFleet.start(), RunningFleet.class);
    }
}
