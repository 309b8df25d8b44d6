package io.steward.ops.browser;

import io.steward.ops.story.RunningFleet;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives stories the one browser, and the fleets that they share; each is started by the first who asks for it. */
final class BrowserExtension implements ParameterResolver {
    private static final Namespace SHARED = Namespace.create(BrowserExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class || parameter.isAnnotated(Nodes.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var shared = context.getRoot().getStore(SHARED);
        if (parameter.getParameter().getType() == Browser.class) {
            return shared.computeIfAbsent(Browser.class, key -> Browser.start(), Browser.class);
        }
        int nodes = parameter.findAnnotation(Nodes.class).orElseThrow().value();
        return shared.computeIfAbsent("fleet of " + nodes, key -> MadeUpFleet.start(nodes), RunningFleet.class);
    }
}
