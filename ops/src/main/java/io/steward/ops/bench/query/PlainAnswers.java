package io.steward.ops.bench.query;

import io.steward.ops.bench.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The least that a question costs: its statements over the bare tables of the same file, in this process, every value
 * read. The file belongs to nobody else meanwhile. One thread.
 */
final class PlainAnswers implements AutoCloseable {
    /** As much as H2 gives itself in the controller with the heap that is shipped. */
    private static final String CACHE = ";CACHE_SIZE=32768";

    private final Connection connection;
    private final int nodes;
    private final Random random = new Random(7);

    private PlainAnswers(Connection connection, int nodes) {
        this.connection = connection;
        this.nodes = nodes;
    }

    static PlainAnswers of(Path folder, int nodes) throws IOException, SQLException {
        return new PlainAnswers(Copies.open(folder, CACHE), nodes);
    }

    Map<String, Samples> ask(List<Question> questions, long until) throws SQLException {
        Map<String, Samples> all = new LinkedHashMap<>();
        questions.forEach(question -> all.put(question.name(), new Samples()));
        while (System.nanoTime() < until) {
            for (Question question : questions) {
                List<String> statements = question.plain().apply(random.nextInt(nodes));
                long begin = System.nanoTime();
                for (String statement : statements) {
                    read(statement);
                }
                all.get(question.name()).record(System.nanoTime() - begin);
            }
        }
        return all;
    }

    private void read(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    rows.getObject(i);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
