package io.steward.ops.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "30, 60, 30, 60",
        "10000, 200000, 10000, 200000",
        "10000, 1000000, 10000, 996000",
        "100000, 1000000, 100000, 1000000",
        "100000, 1, 100000, 100000"
    })
    void it_is_about_as_large_as_asked(int nodes, int commands, int madeNodes, long madeCommands) {
        FleetSize size = FleetSize.about(nodes, commands);
        assertThat(size.nodes()).isEqualTo(madeNodes);
        assertThat(size.commands()).isEqualTo(madeCommands);
        assertThat(size.seeds() * size.perRound()).isLessThanOrEqualTo(20_000);
    }
}
