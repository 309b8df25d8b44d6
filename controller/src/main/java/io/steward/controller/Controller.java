package io.steward.controller;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.controller.enrol.EnrolSettings;
import io.steward.controller.enrol.Enrolment;
import io.steward.controller.enrol.FrontDesk;
import io.steward.controller.enrol.LostWatch;
import io.steward.controller.enrol.PresenceWatch;
import io.steward.controller.intake.AuditTrail;
import io.steward.controller.intake.HttpAddress;
import io.steward.controller.intake.InboxFolder;
import io.steward.controller.intake.Intake;
import io.steward.controller.intake.Readiness.Condition;
import io.steward.controller.intake.SignIn;
import io.steward.controller.intake.Tokens;
import io.steward.controller.issue.CatchUp;
import io.steward.controller.issue.Ids;
import io.steward.controller.issue.Repair;
import io.steward.controller.log.BrokerGauges;
import io.steward.controller.log.ControlEvents;
import io.steward.controller.log.LogSettings;
import io.steward.controller.log.StreamDeclaration;
import io.steward.controller.page.PageFiles;
import io.steward.controller.projection.ChainChecking;
import io.steward.controller.projection.ChangeFeed;
import io.steward.controller.projection.FoldSettings;
import io.steward.controller.projection.FoldedPositions;
import io.steward.controller.projection.RebuildStatus;
import io.steward.controller.projection.Rebuilding;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.projection.StateGauges;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import io.steward.model.config.Settings;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Json;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.keys.FastSignatures;
import io.steward.nats.tls.TlsKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service in the datacenter, put together: it lets operators in, hands their commands to the log, folds the log into
 * the state database and answers from there.
 *
 * <p>Started and closed by one thread; any thread may ask for its ports. It starts without a broker and becomes ready when
 * one comes. It keeps nothing that the log can't give back. What can't be opened at the start fails the start and leaves
 * nothing open.
 */
public final class Controller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final int FEED_LENGTH = 50_000;
    private static final Duration PRESENCE_ROUND = Duration.ofSeconds(1);

    private final Settings settings;
    private final Closing closing = new Closing();
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FoldedPositions folded = new FoldedPositions();
    private final ChangeFeed feed = new ChangeFeed(FEED_LENGTH);
    private final Streams streams;
    private int httpPort;
    private String httpScheme = "http";
    private List<String> routes = List.of();
    private Optional<String> sqlUri = Optional.empty();
    private Optional<Integer> sqlPort = Optional.empty();
    private Optional<SqlDoor> sqlDoor = Optional.empty();

    private Controller(Settings settings) {
        this.settings = settings;
        this.streams = new Streams(settings.get(ControllerKeys.PARTITIONS));
    }

    /**
     * Opens everything; says one line per part.
     *
     * @throws IOException, Tokens.BadTokens if a file, port or database can't be used; the message says which
     */
    public static Controller start(Settings settings) throws IOException, Tokens.BadTokens {
        Controller controller = new Controller(settings);
        try {
            controller.open();
            return controller;
        } catch (SQLException e) {
            controller.close();
            throw new IOException("the state database can't be used: " + e.getMessage(), e);
        } catch (IOException | Tokens.BadTokens | RuntimeException e) {
            controller.close();
            throw e;
        }
    }

    /** The real port of HTTP. */
    public int httpPort() {
        return httpPort;
    }

    /** The real port for SQL clients; empty: there is none. */
    public Optional<Integer> sqlPort() {
        return sqlPort;
    }

    /** What {@code psql} takes; it holds a password. Empty: there is no such door. */
    public Optional<String> sqlUri() {
        return sqlUri;
    }

    /** What is served over HTTP: methods and paths. */
    public List<String> routes() {
        return routes;
    }

    /** Lets nobody in any more, then ends what is under way, then closes the database. */
    @Override
    public void close() {
        closing.close();
    }

    private void open() throws IOException, SQLException, Tokens.BadTokens {
        FastSignatures.choose();
        Supplier<Tokens> tokens = tokens();
        Path home = settings.get(ControllerKeys.DATA_DIR);
        ReadSettings reading = ReadSettings.of(settings);
        StateDatabase database = closing.closes(StateDatabase.open(home.resolve("state"), reading.longestQuery()));
        LOG.info("state database: {}", database.file());
        StateReader state = closing.closes(StateReader.open(
                database.reader(LiveTables.API_USER, StateDatabase.freshPassword()), streams, reading));
        StateGauges.register(database, clock, meters);
        Link link = closing.closes(Link.open(link()));
        LOG.info("broker: connecting to {}", settings.get(ControllerKeys.NATS_URL));
        BrokerGauges.register(
                link, declarations().stream().map(StreamDeclaration::name).toList(), clock, meters);
        FleetLog log = closing.closes(fleetLog(link, database, state));
        Gauge.builder("steward.ready", log, l -> l.conditions().stream().allMatch(Condition::met) ? 1 : 0)
                .description("1 while the controller takes commands and follows the log, as /health/ready says, else 0")
                .register(meters);
        PresenceWatch presence = closing.closes(new PresenceWatch(link, state, clock, PRESENCE_ROUND));
        LostWatch lost = closing.closes(
                new LostWatch(link, state, streams, clock, settings.get(EnrolSettings.LOST_AFTER), PRESENCE_ROUND));
        Rebuilding rebuilding = closing.closes(new Rebuilding(
                link,
                database,
                streams,
                FoldSettings.of(settings),
                new LiveTables(log, database, state, () -> sqlDoor, this::sqlAccess),
                clock));
        openDoors(home, database, state, link, log, rebuilding, tokens);
        log.start();
        rebuilding.startIfOutdated();
        presence.start();
        lost.start();
    }

    private FleetLog fleetLog(Link link, StateDatabase database, StateReader state) {
        return new FleetLog(
                declarations(),
                new FleetLog.Follow(link, database, streams, FoldSettings.of(settings), folded, feed, meters, clock),
                new Enrolment(link, streams, EnrolSettings.of(settings), state, clock),
                state);
    }

    private List<StreamDeclaration> declarations() {
        return StreamDeclaration.all(streams, LogSettings.of(settings), settings.get(ControllerKeys.NODE));
    }

    private void openDoors(
            Path home,
            StateDatabase database,
            StateReader state,
            Link link,
            FleetLog log,
            Rebuilding rebuilding,
            Supplier<Tokens> tokens)
            throws IOException, SQLException {
        openSql(database);
        CatchUp catchUp = new CatchUp(link, streams, folded);
        Trust trust = Trust.of(settings, state, clock);
        Issuing issuing = Issuing.of(settings, link, streams, state, catchUp, trust.admission(), clock, meters);
        FrontDesk desk = Enrolling.desk(settings, link, state, log, clock);
        Enrolling.renew(
                desk, issuing.issuer(), link, settings.get(ControllerKeys.NODE).value());
        Doctor doctor = new Doctor(link, streams, declarations(), state, log::conditions, home);
        Repair repair = new Repair(
                link,
                streams,
                rebuilding,
                new Ids(clock, new SecureRandom()),
                settings.get(Repair.REMEMBERED),
                settings.get(LogSettings.COMMANDS_AGE),
                trust.signer());
        HttpAddress address = HttpAddress.of(
                settings.get(ControllerKeys.HTTP_HOST),
                settings.get(ControllerKeys.HTTP_PORT),
                settings.get(ControllerKeys.HTTP_BODY),
                settings.get(ControllerKeys.HTTP_HEARTBEAT),
                settings);
        Intake intake = closing.closes(Intake.open(
                address,
                SignIn.of(tokens, settings, clock),
                new Intake.Parts(
                        issuing.issuer(),
                        issuing.signed(),
                        state,
                        catchUp,
                        feed,
                        folded,
                        log.register().except(settings.get(ControllerKeys.NODE)).unless(state.identities()::revoked),
                        desk,
                        rebuilding,
                        () -> conditions(log, rebuilding.status()),
                        repair,
                        log::broken,
                        doctor,
                        meters,
                        PageFiles.load(),
                        closing.closes(new AuditTrail(controlEvents(link)::publish, clock).start()),
                        closing.closes(new ChainChecking(
                                link,
                                database,
                                streams,
                                settings.get(LogSettings.COMMANDS_AGE),
                                settings.get(LogSettings.AUDIT_AGE),
                                clock)))));
        httpPort = intake.port();
        httpScheme = address.scheme();
        routes = intake.routes();
        LOG.info("http: {}", httpUrl());
        Path inbox = settings.get(ControllerKeys.INBOX_DIR).map(Path::of).orElse(home.resolve("inbox"));
        closing.closes(new InboxFolder(
                        inbox,
                        issuing.issuer(),
                        settings.get(ControllerKeys.INBOX_OPERATOR),
                        settings.get(ControllerKeys.HTTP_BODY),
                        clock)
                .open());
        LOG.info("inbox: {}", inbox);
        writeEndpoints();
    }

    private ControlEvents controlEvents(Link link) {
        return new ControlEvents(link, settings.get(ControllerKeys.NODE), clock);
    }

    /** Readiness does not wait for a rebuild: whoever reads has the old tables until the new ones are complete. */
    private static List<Condition> conditions(FleetLog log, RebuildStatus rebuild) {
        List<Condition> conditions = new ArrayList<>(log.conditions());
        if (rebuild.underWay()) {
            conditions.add(new Condition(
                    "rebuild",
                    true,
                    rebuild.words() + ": " + rebuild.messages() + " of " + rebuild.total() + " messages; "
                            + rebuild.reason()));
        }
        return conditions;
    }

    private ReadAccess sqlAccess(StateDatabase database) throws IOException, SQLException {
        Path password = settings.get(ControllerKeys.DATA_DIR).resolve("sql.password");
        return database.reader("reader", Secrets.passwordIn(password));
    }

    private void openSql(StateDatabase database) throws IOException, SQLException {
        int port = settings.get(DoorSettings.PORT);
        if (port >= 0) {
            ReadAccess access = sqlAccess(database);
            SqlDoor door = closing.closes(SqlDoor.open(access, DoorSettings.of(settings)));
            sqlDoor = Optional.of(door);
            sqlPort = Optional.of(door.port());
            sqlUri = Optional.of(door.uri());
            LOG.info("sql: 127.0.0.1:{}, database {}, user {}", door.port(), SqlDoor.DATABASE, access.user());
        }
    }

    private Supplier<Tokens> tokens() throws IOException, Tokens.BadTokens {
        Optional<String> file = settings.get(ControllerKeys.HTTP_TOKENS_FILE);
        if (file.isEmpty()) {
            LOG.warn("tokens: http.tokens.file is not set, so nobody can use the HTTP API");
            return Tokens::none;
        }
        Supplier<Tokens> tokens = Tokens.follow(Path.of(file.get()));
        LOG.info("tokens: {} in {}", tokens.get().size(), file.get());
        return tokens;
    }

    private LinkConfig link() {
        return new LinkConfig(
                settings.get(ControllerKeys.NATS_URL),
                settings.get(ControllerKeys.NATS_CREDENTIALS),
                settings.get(ControllerKeys.NODE).value(),
                Optional.empty(),
                TlsKeys.files(settings));
    }

    private String httpUrl() {
        String host = settings.get(ControllerKeys.HTTP_HOST);
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return httpScheme + "://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + httpPort;
    }

    private void writeEndpoints() throws IOException {
        Optional<String> file = settings.get(ControllerKeys.ENDPOINTS_FILE);
        if (file.isPresent()) {
            Map<String, String> json = new LinkedHashMap<>();
            json.put("http", httpUrl());
            json.put("sql", sqlUri.orElse(""));
            Secrets.write(Path.of(file.get()), Json.text(json) + "\n");
        }
    }
}
