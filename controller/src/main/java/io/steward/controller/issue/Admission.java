package io.steward.controller.issue;

import io.steward.controller.issue.Refused.Reason;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.subject.NodeName;
import io.steward.model.trust.Asked;
import io.steward.model.trust.Policy;
import io.steward.model.wire.SigningBytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The controller's word on commands before they go out: each target is judged by itself, and if one is refused none is
 * sent. Any thread. It only spares people a detour: what counts is the judgement of each agent.
 */
public final class Admission {
    /** Asks for the labels of nodes; those that are not known are left out. */
    @FunctionalInterface
    public interface Labels {
        Map<NodeName, Map<String, String>> of(Collection<NodeName> nodes);
    }

    private final Optional<PolicyFile> file;
    private final Optional<CommandSigner> signer;
    private final Labels labels;
    private final InstantSource clock;

    /**
     * @param file empty: everything is allowed here
     * @param signer what signs commands that come unsigned; empty: nothing does
     */
    public Admission(Optional<PolicyFile> file, Optional<CommandSigner> signer, Labels labels, InstantSource clock) {
        this.file = file;
        this.signer = signer;
        this.labels = labels;
        this.clock = clock;
    }

    /** Lets everything pass as it is. */
    public static Admission open() {
        return new Admission(Optional.empty(), Optional.empty(), nodes -> Map.of(), InstantSource.system());
    }

    /** The policy that holds here now. */
    public Optional<Policy> policy() {
        return file.map(PolicyFile::current);
    }

    /** Commands of ours for what somebody asked for unsigned, for {@link #signed} as they are. */
    List<Command> admit(List<Command> commands) throws Refused {
        Optional<Policy> policy = policy();
        if (policy.isPresent()) {
            String vouching = vouching(policy.get());
            refuseOurName(commands, vouching);
            judge(commands, policy.get(), (command, own) -> refusal(policy.get(), command, own, vouching));
        }
        return commands;
    }

    /** What the controller wants by itself, under the name of its key: nobody else has to sign that. */
    List<Command> admitOwn(List<Command> commands) throws Refused {
        Optional<Policy> policy = policy();
        if (policy.isPresent() && signer.isPresent()) {
            judge(commands, policy.get(), (command, own) -> policy.get().refusal(Asked.of(command, own)));
        }
        return commands;
    }

    /** The name of the controller's own key, if it has one. */
    Optional<String> ownName() {
        return signer.map(CommandSigner::name);
    }

    // Who happens to be called like the controller's key has none of its rights.
    private static void refuseOurName(List<Command> commands, String ours) throws Refused {
        if (commands.stream().anyMatch(command -> command.issuedBy().equals(ours))) {
            throw new Refused(
                    Reason.NOT_ALLOWED,
                    "issuedBy",
                    "the name \"" + ours + "\" is the controller's own: use a token of another name; nothing was sent",
                    List.of(),
                    "wrong-issuer");
        }
    }

    private String vouching(Policy policy) throws Refused {
        if (signer.isEmpty() || !signer.get().mayVouch(policy, clock.instant())) {
            throw new Refused(
                    Reason.SIGNATURE_REQUIRED,
                    "signature",
                    "this fleet takes only commands that are signed by who sends them, and this one is not; nothing"
                            + " was sent. Use 'steward run' or 'steward send' with --key FILE on your own machine"
                            + " ('steward key new NAME' makes a key, the policy has to know it)");
        }
        return signer.get().name();
    }

    /** Commands that others signed. */
    void check(List<Command> commands) throws Refused {
        Optional<Policy> policy = policy();
        if (policy.isPresent()) {
            Instant now = clock.instant();
            judge(
                    commands,
                    policy.get(),
                    (command, own) -> policy.get().judge(command, SigningBytes.of(command), own, false, now));
        }
    }

    /** The command under the signature of the controller's key, if it has one. */
    Command signed(Command command) {
        return signer.map(key -> key.sign(command)).orElse(command);
    }

    private interface Judgement {
        Optional<Fault> of(Command command, Map<String, String> labels);
    }

    private static Optional<Fault> refusal(
            Policy policy, Command command, Map<String, String> labels, String vouching) {
        Asked asked = Asked.of(command, labels);
        return policy.refusal(asked)
                .or(() -> policy.refusal(
                        new Asked(vouching, asked.node(), asked.process(), asked.labels(), asked.args())));
    }

    private void judge(List<Command> commands, Policy policy, Judgement judgement) throws Refused {
        Map<NodeName, Map<String, String>> known = policy.rules().stream()
                        .allMatch(rule -> rule.labels().isEmpty())
                ? Map.of()
                : labels.of(commands.stream().map(Command::node).distinct().toList());
        List<NodeName> refused = new ArrayList<>();
        Optional<Fault> first = Optional.empty();
        for (Command command : commands) {
            Optional<Fault> fault = judgement.of(command, known.getOrDefault(command.node(), Map.of()));
            if (fault.isPresent()) {
                refused.add(command.node());
                first = first.or(() -> fault);
            }
        }
        if (first.isPresent()) {
            throw refused(refused, commands.size(), first.get());
        }
    }

    private static Refused refused(List<NodeName> nodes, int all, Fault first) {
        String share = all == 1 ? "" : " (" + nodes.size() + " of " + all + " targets)";
        return new Refused(
                Reason.NOT_ALLOWED,
                "targets",
                "not allowed on " + Words.list(nodes) + share + ": " + first.message() + "; nothing was sent",
                nodes,
                first.code());
    }
}
