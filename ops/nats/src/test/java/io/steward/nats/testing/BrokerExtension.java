package io.steward.nats.testing;

import io.steward.nats.Partitions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts a {@link TestBroker} before the first test of a class and ends it after the last. See {@link BrokerTest}. */
public final class BrokerExtension implements BeforeAllCallback, ParameterResolver, TestInstancePostProcessor {
    private static final Namespace HERE = Namespace.create(BrokerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        broker(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return broker(context);
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) throws IllegalAccessException {
        for (Class<?> type = test.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == TestBroker.class && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(test, broker(context));
                }
            }
        }
    }

    // A context finds what its parent stored, so nested classes and methods share their class's broker.
    private static TestBroker broker(ExtensionContext context) {
        return context.getStore(HERE).computeIfAbsent(TestBroker.class, type -> start(context), TestBroker.class);
    }

    private static TestBroker start(ExtensionContext context) {
        BrokerTest wish = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), BrokerTest.class)
                .orElseThrow(() -> new IllegalStateException("the test class needs @BrokerTest"));
        String generation =
                wish.generation().isEmpty() ? System.getProperty("steward.test.generation", "") : wish.generation();
        return TestBroker.start(generation, new Partitions(wish.partitions()));
    }
}
