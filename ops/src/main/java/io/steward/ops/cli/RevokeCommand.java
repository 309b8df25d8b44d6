package io.steward.ops.cli;

import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.nats.keys.FleetKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward revoke NODE}: takes a machine's rights. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a node's rights: the controller sends it nothing and renews nothing, and the broker cuts its"
                    + " connection within a second.",
            "The second needs the folder with the fleet's keys. Without it the broker lets the node in until its"
                    + " credentials expire, and the exit code is 1.",
            "A machine of that name comes back with a token of 'steward enrol' and another key."
        },
        footer = {
            "",
            "Examples:",
            "  steward revoke ship2 --keys site/keys",
            "  steward revoke ship2 --keys site/keys --broker nats://nats.example.org:4222"
        })
final class RevokeCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Mixin
    KeysFolder keys;

    @Parameters(paramLabel = "NODE", description = "Its name.")
    String node;

    @Override
    public Integer call() throws InterruptedException {
        NodeName name = name();
        Optional<Path> folder = keys.find(target);
        Optional<FleetKeys> fleet = folder.map(keys::open);
        Set<String> publicKeys = new TreeSet<>();
        fleet.flatMap(known -> known.publicKeyOf(name)).ifPresent(publicKeys::add);
        Optional<Trouble> controller = askController(publicKeys);
        if (fleet.isPresent() && !publicKeys.isEmpty()) {
            keys.revoke(fleet.get(), folder.orElseThrow(), target, publicKeys);
        }
        if (controller.isPresent()) {
            throw controller.get();
        }
        if (fleet.isEmpty() || publicKeys.isEmpty()) {
            throw Trouble.refused(node + " gets no commands and no renewal any more, but the broker "
                    + (fleet.isEmpty()
                            ? "was not told: repeat it with --keys DIR, where the fleet's keys are"
                            : "was told nothing: no key of that node is known"));
        }
        if (format.table()) {
            System.out.println(node + " is revoked, and its connection is cut");
        } else {
            format.value(System.out, Map.of("node", node, "publicKeys", publicKeys));
        }
        return 0;
    }

    // A broker can cut a node off also while no controller answers.
    private Optional<Trouble> askController(Set<String> publicKeys) {
        try {
            Map<String, @Nullable Object> answer = Rows.object(
                    target.api().post("/api/v1/nodes/" + Api.encoded(node) + "/revoke", Map.of(), Map.of()));
            Optional.of(Rows.text(answer, "publicKey"))
                    .filter(key -> !key.isEmpty())
                    .ifPresent(publicKeys::add);
            return Optional.empty();
        } catch (Trouble e) {
            return Optional.of(e);
        }
    }

    private NodeName name() {
        try {
            return NodeName.of(node);
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }
}
