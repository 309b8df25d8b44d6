package io.steward.ops.chaos.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.ops.scratch.NotStarted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says when its real parts can't come up. */
class ScratchFleetStory {
    @TempDir
    Path folder;

    private ScratchFleet fleet() throws Exception {
        return ScratchFleet.layOut(
                Files.createDirectories(folder.resolve("run")), new ScratchFleet.Shape(List.of("ship1"), 1, false));
    }

    @Test
    void a_controller_whose_port_is_taken_ends_the_start_at_once() throws Exception {
        try (ScratchFleet fleet = fleet();
                ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    URI.create(fleet.api().url()).getPort()));

            assertThatThrownBy(fleet::start)
                    .isInstanceOf(NotStarted.class)
                    .hasMessageStartingWith("controller ended with 2 at the start; the last lines of its log:")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void an_agent_that_ends_at_once_is_named() throws Exception {
        try (ScratchFleet fleet = fleet()) {
            Files.writeString(folder.resolve("run").resolve("ship1"), "no folder");

            assertThatThrownBy(fleet::start)
                    .isInstanceOf(NotStarted.class)
                    .hasMessageStartingWith("ship1 ended with ")
                    .hasMessageContaining("the last lines of its log:\n    ");
        }
    }
}
