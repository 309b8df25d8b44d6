package io.steward.controller.issue;

import io.steward.controller.issue.Refused.Reason;
import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a repeated request asks for the same as the first; pure. */
final class SameRequest {
    private static final CommandId ANY = CommandId.from(Instant.EPOCH, 0, 0);

    private SameRequest() {}

    /** Refuses a command that asks for something else than those that were sent under its key, or is another's. */
    static void check(Command command, Earlier.Request before) throws Refused {
        for (Command sample : before.sample().stream().toList()) {
            if (!sample.issuedBy().equals(command.issuedBy()) || !Arrays.equals(content(sample), content(command))) {
                throw reused();
            }
        }
    }

    /** Refuses an order that differs from what was sent under its key. */
    static void check(Order order, Earlier.Request before) throws Refused {
        Optional<Command> sample = before.sample();
        boolean same = sample.isEmpty() || Arrays.equals(content(sample.get()), content(order, sample.get()));
        if (!same || !within(order, before)) {
            throw reused();
        }
    }

    static Refused reused() {
        return new Refused(
                Reason.KEY_REUSED,
                "Idempotency-Key",
                "header \"Idempotency-Key\" was used for another request: use a new key for a new request");
    }

    // Compared as they are written, so that 1 and 1.0 or a default and its absence mean what they mean to a node.
    private static byte[] content(Command command) {
        return Codec.encode(new Command(
                ANY,
                command.subject(),
                "",
                Instant.EPOCH,
                command.expiresAt(),
                command.timeout(),
                command.onCrash(),
                command.supersedes(),
                comparable(command.args()),
                command.reason(),
                // The subject is not part of the JSON.
                Optional.of(command.subject().process().toString())));
    }

    // Sealing the same text twice gives two texts, and nobody here can tell whether they mean the same.
    private static Args comparable(Args args) {
        try {
            return Sealed.within(args.fields()) ? Sealed.replaced(args, (field, value) -> Secret.SHOWN) : args;
        } catch (BadArgs e) {
            return args;
        }
    }

    private static byte[] content(Order order, Command like) {
        return content(new Command(
                ANY,
                Subject.command(
                        like.node(), order.process().method(), order.process().domain()),
                "",
                Instant.EPOCH,
                order.expiresAt(),
                order.timeout(),
                order.onCrash(),
                order.supersedes(),
                order.args(),
                order.reason(),
                Optional.empty()));
    }

    private static boolean within(Order order, Earlier.Request before) throws Refused {
        return order.targets().match(new Targets.Cases<>() {
            @Override
            public Boolean named(List<NodeName> nodes) {
                Set<NodeName> named = new HashSet<>(nodes);
                return before.commands().stream().allMatch(sent -> named.contains(sent.node()));
            }

            @Override
            public Boolean where(String condition) {
                return true;
            }

            @Override
            public Boolean all() {
                return true;
            }
        });
    }
}
