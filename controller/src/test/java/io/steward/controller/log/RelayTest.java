package io.steward.controller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RelayTest {
    private final Relay relay = new Relay("relay");
    private final List<Integer> done = new ArrayList<>();

    @AfterEach
    void close() {
        relay.close();
    }

    @Test
    void pieces_are_done_in_order_and_all_of_them_when_their_end_is_awaited() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            int piece = i;
            relay.handOver(() -> done.add(piece));
        }
        relay.await();
        assertThat(done).hasSize(1_000).isSorted();
    }

    @Test
    void who_hands_over_goes_on_while_the_piece_is_under_way() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        relay.handOver(() -> awaiting(goOn));
        goOn.countDown();
        relay.await();
        assertThat(done).containsExactly(1);
    }

    @Test
    void a_failure_comes_with_the_next_piece_which_is_not_begun() throws Exception {
        relay.handOver(() -> {
            throw new IllegalStateException("the position moved");
        });
        assertThatThrownBy(() -> relay.handOver(() -> done.add(2))).hasMessage("the position moved");
        relay.await();
        assertThat(done).isEmpty();
        relay.handOver(() -> done.add(3));
        relay.await();
        assertThat(done).containsExactly(3);
    }

    @Test
    void settling_waits_for_the_end_and_leaves_a_failure_behind() throws Exception {
        relay.handOver(() -> {
            done.add(4);
            throw new IllegalStateException("the position moved");
        });
        relay.settle();
        relay.await();
        assertThat(done).containsExactly(4);
    }

    private void awaiting(CountDownLatch goOn) {
        try {
            goOn.await();
            done.add(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
