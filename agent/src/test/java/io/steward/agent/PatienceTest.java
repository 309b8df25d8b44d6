package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Field;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void tests_wait_a_minute_unless_they_say_otherwise() throws ReflectiveOperationException {
        assertThat(await()).isInstanceOf(ConditionFactory.class);
        Field timeout = Awaitility.class.getDeclaredField("defaultWaitConstraint");
        timeout.setAccessible(true);
        assertThat(timeout.get(null)).hasFieldOrPropertyWithValue("maxWaitTime", Duration.ofMinutes(1));
    }
}
