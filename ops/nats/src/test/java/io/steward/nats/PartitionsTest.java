package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.steward.model.subject.NodeName;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import org.junit.jupiter.api.Test;

@BrokerTest(partitions = 7)
class PartitionsTest {
    TestBroker broker;

    @Test
    void the_broker_and_we_agree_where_a_nodes_commands_are() throws Exception {
        Connection controller = broker.controllerConnection();
        ContractStreams.declare(controller, broker.partitions());
        for (int i = 0; i < 200; i++) {
            String node = "ship" + i;
            String subject = node + ".command.shellcommand.operatingsystem";
            var stored = controller.jetStream().publish(subject, new byte[0]);
            assertThat(stored.getStream()).isEqualTo(broker.partitions().streamOf(NodeName.of(node)));
            assertThat(controller
                            .jetStreamManagement()
                            .getMessage(stored.getStream(), stored.getSeqno())
                            .getSubject())
                    .isEqualTo(subject);
        }
    }

    @Test
    void one_partition_is_the_plain_stream() {
        assertThat(Partitions.ONE.streams()).containsExactly("COMMANDS");
        assertThat(new Partitions(2).streams()).containsExactly("COMMANDS_0", "COMMANDS_1");
        assertThatThrownBy(() -> new Partitions(0)).hasMessage("partitions is 0; allowed: 1 to 1024");
    }
}
