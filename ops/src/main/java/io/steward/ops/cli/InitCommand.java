package io.steward.ops.cli;

import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Partitions;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.Site;
import io.steward.ops.up.SiteTls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward init DIR --nodes a,b}: the files of a real site. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the files of a site: keys, credentials, a configuration for the broker, the controller and each node.",
            "Doing it again with more nodes keeps every key. The folder owns the fleet: keep it safe. The broker operator's"
                    + " own key, keys/operator.seed, signs nothing in daily use: put it away.",
            "Nodes of such a site take only commands that an operator of its policy has signed."
        },
        footer = {
            "",
            "Examples:",
            "  steward init site --nodes ship1,ship2 --broker nats://nats.example.org:4222",
            "  steward init site --nodes ship1 --broker tls://nats.example.org:4222 --tls --hosts s.example.org",
            "  nats-server --config site/conf/nats-server.conf",
            "  steward controller --config site/conf/controller.yml",
            "  steward agent --config site/conf/ship1.yml"
        })
final class InitCommand implements Callable<Integer> {
    private static final int USUAL_NATS = 4222;
    private static final String CONTROLLER = "controller";

    @Parameters(paramLabel = "DIR", description = "The folder.")
    Path folder;

    @Option(
            names = "--nodes",
            paramLabel = "NODE",
            split = ",",
            description =
                    "Nodes whose keys are made here, in files: a,b,c. Others make theirs themselves, with a token of"
                            + " 'steward enrol'.")
    List<String> nodes = List.of();

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "Where nodes and controller find the broker. Default: ${DEFAULT-VALUE}.")
    String broker = "nats://127.0.0.1:" + USUAL_NATS;

    @Option(
            names = "--listen",
            paramLabel = "HOST",
            description = "The address the broker listens on. Default: ${DEFAULT-VALUE}.")
    String listen = "127.0.0.1";

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description =
                    "Into how many streams commands go; it can't change later. Default: 1. From some thousand nodes"
                            + " on take one for each thousand.")
    @Nullable
    Integer partitions;

    @Option(
            names = "--tls",
            description = "Makes a CA of the site's own and certificates for broker and API, and says so in every"
                    + " configuration. Again: renews what ends within 30 days.")
    boolean tls;

    @Option(
            names = "--hosts",
            paramLabel = "HOST",
            split = ",",
            description =
                    "More names and addresses of the machines with broker and controller, for their certificates.")
    List<String> hosts = List.of();

    @Override
    public Integer call() throws IOException {
        List<NodeName> names = names();
        if (!broker.matches("(nats|tls)://[^\\s/]+:[0-9]{1,5}")) {
            throw Trouble.wrongUse(
                    "--broker \"" + broker + "\" is not allowed: use nats://HOST:PORT or tls://HOST:PORT");
        }
        DataFolder layout = new DataFolder(folder);
        Site site = Site.openOrCreate(layout, partitions(layout));
        Optional<SiteTls> secured = tls || SiteTls.there(layout) ? Optional.of(secured(layout)) : Optional.empty();
        String url = secured.isPresent() ? broker.replaceFirst("^nats:", "tls:") : broker;
        BrokerConfig server = BrokerConfig.loopback(layout.store("broker")).withHost(listen);
        int port = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
        System.out.println("broker      "
                + site.broker(secured.map(own -> server.withTls(own.broker()))
                        .orElse(server)
                        .withPort(port)));
        System.out.println("controller  "
                + site.controller(url, 8080, secured.map(SiteTls::controller).orElse(Map.of())));
        for (NodeName node : names) {
            System.out.println("agent       "
                    + site.agent(node, url, secured.map(SiteTls::agent).orElse(Map.of())) + "  "
                    + site.credentials(node));
        }
        if (secured.isEmpty() && !(local(listen) && local(broker.replaceFirst("^[a-z]+://", "")))) {
            System.err.println("warning: without --tls what goes to and from the broker can be read on the network");
        }
        System.out.println("token       " + site.tokenFile());
        System.out.println("policy      " + site.policy());
        System.out.println("your key    " + site.operatorKey()
                + "  move it to your own machine, never to the controller: nodes obey who signs with it");
        secured.ifPresent(InitCommand::say);
        System.out.println("The controller's machine needs of the keys, and nothing else:");
        site.controllerSecrets().forEach(file -> System.out.println("            " + file));
        System.out.println("Start the broker and the controller, then 'steward enrol NODE' for each machine.");
        return 0;
    }

    private Partitions partitions(DataFolder layout) {
        int there = FleetKeys.partitionsOf(layout.keys()).map(Partitions::count).orElse(0);
        int wanted = partitions == null ? Math.max(1, there) : partitions;
        if (wanted < 1 || wanted > Streams.MOST_PARTITIONS || (there > 0 && wanted != there)) {
            throw Trouble.wrongUse("--partitions " + wanted + " is not allowed: use "
                    + (there > 0 ? there + ", which the site has" : "1 to " + Streams.MOST_PARTITIONS));
        }
        return new Partitions(wanted);
    }

    private SiteTls secured(DataFolder layout) throws IOException {
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9*:._-]{1,253}")) {
                throw Trouble.wrongUse("--hosts \"" + host + "\" is not allowed: use host names and addresses");
            }
        }
        Set<String> all = new TreeSet<>(hosts);
        all.add(broker.replaceFirst("^[a-z]+://", "").replaceFirst(":[0-9]+$", ""));
        return SiteTls.openOrCreate(layout, all, InstantSource.system());
    }

    private static boolean local(String host) {
        return host.startsWith("127.") || host.startsWith("localhost") || host.startsWith("[::1]");
    }

    private static void say(SiteTls own) {
        System.out.println("ca          " + own.ca() + "  (for every agent, and --ca; ca.key beside it stays here)");
        own.written()
                .forEach(name -> System.out.println("certificate " + own.ca().resolveSibling(name + ".pem")));
        if (own.written().contains("broker")) {
            System.out.println("A broker that runs takes its new certificate by 'nats-server --signal reload'.");
        }
    }

    private List<NodeName> names() {
        if (nodes.contains(CONTROLLER)) {
            throw Trouble.wrongUse("node \"" + CONTROLLER + "\" is not allowed: the controller itself has this name");
        }
        try {
            return nodes.stream().map(NodeName::of).toList();
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        }
    }
}
