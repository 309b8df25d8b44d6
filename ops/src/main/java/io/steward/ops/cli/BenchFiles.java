package io.steward.ops.cli;

import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A result kept: the whole as JSON with the command that made it, the table, and a picture of each curve. */
record BenchFiles(Path folder) {
    void write(String name, Map<String, @Nullable Object> plain, Findings findings) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), PlainJson.pretty(plain) + "\n");
        String table = "$ " + plain.get("command") + "\n\n"
                + String.join("\n", new BenchTable(findings).lines(new Terminal(Optional.empty(), false))) + "\n";
        Files.writeString(folder.resolve(name + ".txt"), table);
        for (Curve curve : findings.curves()) {
            Files.writeString(folder.resolve(curve.name() + ".svg"), Svg.of(curve));
        }
    }
}
