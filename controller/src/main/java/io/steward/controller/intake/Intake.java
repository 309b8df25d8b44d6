package io.steward.controller.intake;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.controller.enrol.FrontDesk;
import io.steward.controller.issue.CatchUp;
import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.Repair;
import io.steward.controller.issue.SignedIssuer;
import io.steward.controller.page.PageFiles;
import io.steward.controller.projection.ChainChecking;
import io.steward.controller.projection.ChangeFeed;
import io.steward.controller.projection.Condition;
import io.steward.controller.projection.FoldedPositions;
import io.steward.controller.projection.Rebuilding;
import io.steward.controller.read.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The HTTP side of the controller put together: every route, the live stream behind one of them, and the server.
 *
 * <p>Opened and closed by boot, on one thread. It owns the server and the live stream; what it is given is closed by
 * who gave it.
 */
public final class Intake implements AutoCloseable {
    /** What the routes ask. */
    public record Parts(
            Issuer issuer,
            SignedIssuer signed,
            StateReader state,
            CatchUp catchUp,
            ChangeFeed feed,
            FoldedPositions folded,
            Register register,
            FrontDesk desk,
            Rebuilding rebuilding,
            Readiness readiness,
            Repair repair,
            Supplier<List<Condition>> broken,
            Checkup checkup,
            PrometheusMeterRegistry meters,
            PageFiles page,
            AuditTrail audit,
            ChainChecking checking) {}

    private final LiveStream live;
    private final HttpDoor door;

    private Intake(LiveStream live, HttpDoor door) {
        this.live = live;
        this.door = door;
    }

    /** Opens the port and begins to serve. */
    public static Intake open(HttpAddress address, SignIn signIn, Parts parts) throws IOException {
        LiveStream live =
                new LiveStream(parts.feed(), parts.folded(), parts.state(), address.heartbeat(), address.streams());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new NodeRoutes(parts.state(), parts.register()).routes());
        routes.addAll(new EnrolmentRoutes(parts.desk()).routes());
        routes.addAll(new CommandRoutes(parts.issuer(), parts.state(), parts.catchUp()).routes());
        routes.addAll(new SignedRoutes(parts.signed(), parts.state()).routes());
        routes.add(new OutputRoutes(parts.state()).route());
        routes.addAll(new EventRoutes(parts.state()).routes());
        routes.addAll(new RepairRoutes(parts.repair(), parts.broken()).routes());
        routes.addAll(new CheckupRoutes(parts.checkup()).routes());
        routes.addAll(live.routes());
        routes.addAll(new RebuildRoutes(parts.rebuilding()).routes());
        routes.addAll(new AuditRoutes(parts.state(), parts.checking()).routes());
        routes.addAll(new OpenRoutes(parts.readiness(), parts.meters(), parts.page()).routes());
        HttpDoor door = new HttpDoor(address, signIn, routes, parts.meters(), new AuditedRequests(parts.audit()));
        live.start();
        try {
            return new Intake(live, door.open());
        } catch (IOException | RuntimeException e) {
            live.close();
            throw e;
        }
    }

    /** The real port. */
    public int port() {
        return door.port();
    }

    /** What is served: methods and paths with parameters in braces, like {@code GET /api/v1/nodes/{node}}. */
    public List<String> routes() {
        return door.routes().stream()
                .map(route -> route.method() + " " + route.path())
                .toList();
    }

    @Override
    public void close() {
        live.close();
        door.close();
    }
}
