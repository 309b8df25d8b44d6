package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.wire.EventCodec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view of all nodes, which three streams tell of. */
class NodeStateTest {
    private static final int NODES = 40;
    private static final String STRAY = "select count(*) from steward.node_stray";

    @TempDir
    Path folder;

    private StateDatabase database;

    @BeforeEach
    void a_new_database() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void every_node_that_any_stream_tells_of_is_there_once_whatever_comes_first() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            try (StateDatabase other = StateDatabase.open(folder.resolve("s" + seed), Duration.ofSeconds(30))) {
                told(other, new Random(seed));
                String names = "select node from steward.node union select node from steward.node_totals"
                        + " union select node from steward.presence order by 1";
                assertThat(texts(other, "select node from public.node_state order by 1"))
                        .as("seed " + seed)
                        .isEqualTo(texts(other, names))
                        .isEqualTo(texts(other, "select node from public.node_name order by 1"))
                        .hasSizeGreaterThan(NODES / 2);
                assertThat(texts(other, STRAY)).as("seed " + seed).doesNotContain("0");
            }
        }
    }

    @Test
    void a_node_that_was_only_commanded_or_heard_is_no_stray_once_it_is_enrolled() throws Exception {
        NodeName ship = Entries.SHIP1;
        fold(database, new Entries("COMMANDS").command(command(1, ship)));
        fold(database, beat(ship));
        assertThat(texts(database, STRAY)).containsExactly("1");
        assertThat(texts(database, "select queued from public.node_state where node = 'ship1' and not enrolled"))
                .containsExactly("1");
        fold(database, new Entries("NODES").enrolled(ship));
        assertThat(texts(database, STRAY)).containsExactly("0");
        assertThat(texts(database, "select queued from public.node_state where node = 'ship1' and enrolled"))
                .containsExactly("1");
    }

    @Test
    void pages_of_any_length_hold_all_nodes_in_order() throws Exception {
        told(database, new Random(3));
        List<String> all = texts(database, "select node from public.node_state order by 1");
        try (StateReader reader = StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS)) {
            for (int limit : List.of(1, 7, all.size() - 1, all.size(), 1000)) {
                assertThat(paged(reader, Optional.empty(), limit))
                        .as("by " + limit)
                        .isEqualTo(all);
                assertThat(paged(reader, Optional.of("queued >= 0"), limit))
                        .as("by " + limit)
                        .isEqualTo(all);
            }
            assertThat(reader.nodes(Optional.empty(), Optional.of("zzz"), 10).rows())
                    .isEmpty();
        }
    }

    private static List<String> paged(StateReader reader, Optional<String> where, int limit) throws Exception {
        List<String> names = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (boolean more = true; more; ) {
            Table page = reader.nodes(where, after, limit);
            page.maps().forEach(row -> names.add(String.valueOf(row.get("node"))));
            more = page.more();
            after = Optional.of(names.get(names.size() - 1));
        }
        return names;
    }

    /** Each node is enrolled, commanded or heard, in any order, some of it or all. */
    private static void told(StateDatabase of, Random random) throws Exception {
        Entries nodes = new Entries("NODES");
        Entries commands = new Entries("COMMANDS");
        Entries presence = new Entries("PRESENCE");
        List<Entries> streams = new ArrayList<>(List.of(nodes, commands, presence));
        for (int i = 0; i < NODES; i++) {
            NodeName node = NodeName.of("ship" + i);
            if (random.nextInt(3) > 0) {
                nodes.enrolled(node).facts(node, "north");
            }
            if (random.nextInt(3) > 0) {
                commands.command(command(i + 1, node));
            }
            if (random.nextInt(3) == 0) {
                presence.raw(node + ".presence.heartbeat.agent", EventCodec.encode(Entries.heartbeat(false)));
            }
        }
        java.util.Collections.shuffle(streams, random);
        for (Entries entries : streams) {
            fold(of, entries);
        }
    }

    private static Entries beat(NodeName node) {
        return new Entries("PRESENCE")
                .raw(node + ".presence.heartbeat.agent", EventCodec.encode(Entries.heartbeat(false)));
    }

    private static void fold(StateDatabase of, Entries entries) {
        String stream = entries.list().get(0).stream();
        try (H2Projection projection =
                new H2Projection(of, stream, H2Projection.tablesOf(stream, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            projection.fold(entries.batch());
        }
    }

    private static List<String> texts(StateDatabase of, String sql) throws Exception {
        try (Connection connection = of.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            assertThat(new TreeSet<>(all)).as("each once").hasSameSizeAs(all);
            return all;
        }
    }
}
