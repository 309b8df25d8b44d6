package io.steward.ops.bench.sim;

import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.journal.MvStoreJournal;
import io.steward.agent.journal.SharedJournals;
import io.steward.model.subject.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** Where simulated nodes keep their journals; each may be opened again once it was closed. */
interface NodeJournals extends AutoCloseable {
    Journal open(NodeName node) throws IOException;

    @Override
    void close();

    /** A file for each, as a machine has it: its own thread and its own fsyncs. */
    static NodeJournals each(Path folder) {
        return new NodeJournals() {
            @Override
            public Journal open(NodeName node) throws IOException {
                Path own = Files.createDirectories(folder.resolve(node.value()));
                String fresh = UUID.randomUUID().toString();
                return MvStoreJournal.open(
                        own.resolve("journal.mv"), JournalLimits.DEFAULT, InstantSource.system(), fresh);
            }

            @Override
            public void close() {
                // each is its node's
            }
        };
    }

    /** One file for all: the same rules, an fsync for all that wait. */
    static NodeJournals together(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("journals");
        SharedJournals journals = SharedJournals.open(file, JournalLimits.DEFAULT, InstantSource.system());
        return new NodeJournals() {
            @Override
            public Journal open(NodeName node) {
                return journals.journal(node.value(), UUID.randomUUID().toString());
            }

            @Override
            public void close() {
                journals.close();
            }
        };
    }
}
