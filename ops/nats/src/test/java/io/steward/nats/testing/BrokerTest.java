package io.steward.nats.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test class one real broker, as a parameter or a non-private field of type {@link TestBroker}.
 *
 * <p>{@code -Dsteward.test.broker} says where from: {@code binary}, {@code container}, or {@code auto}, which takes a
 * binary and else a container. Without either the class fails; it is never skipped.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrokerExtension.class)
public @interface BrokerTest {
    /** {@code 2.10} or {@code 2.15}; empty: what {@code -Dsteward.test.generation} says, else the newest at hand. */
    String generation() default "";

    /** How many command streams the accounts know. */
    int partitions() default 1;
}
