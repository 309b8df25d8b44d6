package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.Month;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.DoorSettings;
import io.steward.controller.read.door.SqlDoor;
import io.steward.model.subject.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every question of ops/questions.md, asked as it stands there; the answers are those that stand there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsTest {
    private static final Pattern QUESTION = Pattern.compile(
            "^## (\\d+\\. .+?)\\n\\n(.+?)\\n\\n```sql\\n(.+?)\\n```\\n\\n((?:\\|[^\n]*\\|\\n)+)",
            Pattern.MULTILINE | Pattern.DOTALL);

    /** One of them. */
    record Question(String title, String sql, String answer) {
        @Override
        public String toString() {
            return title;
        }
    }

    @TempDir
    static Path folder;

    private StateDatabase database;
    private SqlDoor door;
    private ReadAccess access;
    private StateReader reader;

    @BeforeAll
    void a_fleet_with_a_month_of_history() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
        new Month(InstantSource.system().instant().truncatedTo(ChronoUnit.HOURS)).into(database);
        access = database.reader("reader", StateDatabase.freshPassword());
        door = SqlDoor.open(access, DoorSettings.onPort(0));
        reader = StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
    }

    @AfterAll
    void close() throws Exception {
        reader.close();
        door.close();
        database.close();
    }

    static List<Question> questions() throws IOException {
        Path file = Path.of(System.getProperty("steward.root"), "ops", "questions.md");
        return QUESTION.matcher(Files.readString(file))
                .results()
                .map(found -> new Question(found.group(1), found.group(3), found.group(4)))
                .toList();
    }

    @Test
    void there_are_twenty_and_each_has_its_number() throws Exception {
        assertThat(questions()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(questions().get(i).title()).startsWith((i + 1) + ". ").endsWith("?");
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void the_answer_is_the_one_that_stands_there(Question question) throws Exception {
        String answer = answered(question.sql());
        assertThat(answer.lines()).as("at least one row").hasSizeGreaterThan(2);
        assertThat(answer).isEqualTo(question.answer());
    }

    @ParameterizedTest
    @MethodSource("questions")
    void the_api_understands_it_too(Question question) throws Exception {
        long rows = question.answer().lines().count() - 2;
        assertThat(reader.sql(question.sql(), 100).rows()).hasSize((int) rows);
    }

    private String answered(String sql) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + door.port() + "/" + SqlDoor.DATABASE;
        try (Connection connection = DriverManager.getConnection(url, access.user(), access.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData meta = rows.getMetaData();
            StringJoiner head = line();
            StringJoiner rule = new StringJoiner("|", "|", "|\n");
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                head.add(meta.getColumnLabel(i));
                rule.add("---");
            }
            StringBuilder table = new StringBuilder().append(head).append(rule);
            while (rows.next()) {
                StringJoiner row = line();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    row.add(shown(rows.getString(i), meta.getColumnTypeName(i)));
                }
                table.append(row);
            }
            return table.toString();
        }
    }

    private static StringJoiner line() {
        return new StringJoiner(" | ", "| ", " |\n");
    }

    private static String shown(String value, String type) {
        if (value == null) {
            return "";
        }
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "timestamptz" -> "(time)";
            case "date" -> "(day)";
            case "uuid" -> "(id)";
            case "bool" -> value.equals("t") ? "true" : "false";
            default -> value.strip().replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "(time)");
        };
    }
}
