package io.steward.ops.cli;

import io.steward.model.command.Args;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.trust.Asked;
import io.steward.model.trust.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code steward policy show|check|push}: who may do what where. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Shows who may command what on which nodes, and why; tells nodes a new policy.",
            "Without --file it is the controller's policy that is shown."
        },
        footer = {
            "",
            "Examples:",
            "  steward policy show --file policy.json",
            "  steward policy check alice shellcommand.operatingsystem ship2 'argv=[\"reboot\"]'",
            "  steward policy check bob shellcommand.nginx ship2 --labels site=hamburg --file policy.json",
            "  steward policy push policy.json --on ship1,ship2"
        })
final class PolicyCommand implements Runnable {
    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: policy show, policy check or policy push");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Who may do what where, as tables.")
    int show(@Mixin Target target, @Mixin Format format, @Mixin PolicySource source) {
        Policy policy = source.policy(target);
        if (!format.table()) {
            format.value(System.out, source.plain(target));
            return 0;
        }
        System.out.println("policy version " + policy.version()
                + policy.notBefore()
                        .map(time -> "; refuses what was issued before " + time)
                        .orElse(""));
        System.out.println();
        format.rows(System.out, PolicyView.KEYS, PolicyView.keys(policy));
        System.out.println();
        format.rows(System.out, PolicyView.RULES, PolicyView.rules(policy));
        System.out.println("A denying rule beats all others; what no rule allows is refused.");
        return 0;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Whether an operator may do something on a node, and by which rule; exit code 1 if not.")
    int check(
            @Mixin Target target,
            @Mixin PolicySource source,
            @Parameters(index = "0", paramLabel = "OPERATOR", description = "Who.") String operator,
            @Parameters(index = "1", paramLabel = "METHOD.DOMAIN", description = "What.") String process,
            @Parameters(index = "2", paramLabel = "NODE", description = "Where.") String node,
            @Parameters(index = "3..*", arity = "0..*", paramLabel = "key=value", description = "With which arguments.")
                    @Nullable
                    List<String> arguments,
            @Option(
                            names = "--labels",
                            paramLabel = "a=b",
                            split = ",",
                            description = "The node's labels. Default: those that the controller knows.")
                    @Nullable
                    Map<String, String> labels) {
        Policy policy = source.policy(target);
        Asked asked = asked(operator, process, node, arguments == null ? List.of() : arguments)
                .apply(labels == null ? source.labels(target, node) : labels);
        Optional<String> refusal = PolicyView.refusal(policy, asked, Instant.now());
        if (refusal.isPresent()) {
            System.out.println("refused: " + refusal.get());
            return Trouble.REFUSED;
        }
        System.out.println("allowed: " + PolicyView.why(policy, asked));
        return 0;
    }

    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description = {
                "Tells nodes a policy, as a signed command; its version has to be higher than theirs.",
                "The controller's own file is not touched: put the policy there as well."
            })
    int push(
            @Mixin Target target,
            @Mixin Format format,
            @Mixin Signing signing,
            @Parameters(paramLabel = "FILE", description = "The policy.") Path file,
            @Option(names = "--on", paramLabel = "NODE", split = ",", description = "These nodes. Default: all.")
                    @Nullable
                    List<String> on,
            @Option(names = "--wait", paramLabel = "D", description = "Wait this long for nodes that are away, too.")
                    @Nullable
                    Duration wait,
            @Option(names = "--force", description = "Also a policy that nobody could change by command any more.")
                    boolean force)
            throws InterruptedException {
        Policy policy = PolicySource.read(file);
        PolicySource.raised(policy, new PolicySource().known(target));
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("targets", on == null ? Map.of("all", true) : Map.of("nodes", on));
        order.put("method", Policy.METHOD);
        order.put("domain", Policy.DOMAIN);
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("policy", PlainJson.parse(PolicySource.text(file)));
        if (force) {
            args.put("force", true);
        }
        order.put("args", args);
        order.put("onCrash", "repeat");
        order.put("reason", "policy version " + policy.version());
        Api api = target.api();
        Sender sender = new Sender(api, Optional.of(signing.needed(target)));
        return Watching.run(api, format, Optional.ofNullable(wait), () -> sender.send(order, Optional.empty()));
    }

    private static java.util.function.Function<Map<String, String>, Asked> asked(
            String operator, String process, String node, List<String> arguments) {
        int dot = process.indexOf('.');
        if (dot < 1) {
            throw Trouble.wrongUse(
                    "METHOD.DOMAIN \"" + process + "\" is not allowed: use both, like shellcommand.operatingsystem");
        }
        try {
            ProcessName name = new ProcessName(process.substring(0, dot), process.substring(dot + 1));
            NodeName where = NodeName.of(node);
            Args args = new Args(Argument.parse(new ArrayList<>(arguments)));
            return labels -> new Asked(operator, where, name, labels, args);
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }
}
