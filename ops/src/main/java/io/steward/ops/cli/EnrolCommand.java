package io.steward.ops.cli;

import io.steward.model.subject.NodeName;
import io.steward.nats.keys.FleetKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward enrol NODE}: makes a machine part of the fleet. */
@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a node part of the fleet: commands can be queued for it from now on.",
            "With the fleet's keys at hand, makes its credentials file too and prints where it is."
        },
        footer = {"", "Examples:", "  steward enrol ship4", "  steward enrol ship4 --keys /etc/steward/keys"})
final class EnrolCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Parameters(paramLabel = "NODE", description = "Its name: 1 to 63 characters of A-Z a-z 0-9 _ -.")
    String node;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "The folder with the fleet's keys. Default: the one in --data, if there is one.")
    @Nullable
    Path keys;

    @Override
    public Integer call() {
        Api api = target.api();
        Map<String, @Nullable Object> answer = Rows.object(api.put("/api/v1/nodes/" + Api.encoded(node)));
        Optional<Path> folder = Optional.ofNullable(keys)
                .or(() -> target.folder().map(data -> data.resolve("keys")).filter(Files::isDirectory));
        if (format.table()) {
            System.out.println(node + " is enrolled");
            folder.ifPresent(dir -> System.out.println("credentials: "
                    + FleetKeys.openOrCreate(dir.toAbsolutePath()).credentialsFor(NodeName.of(node))));
        } else {
            format.value(System.out, answer);
        }
        return 0;
    }
}
