package io.steward.agent.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Sealed;
import io.steward.model.command.Secret;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Json;
import io.steward.nats.seal.BoxKey;
import io.steward.nats.seal.Sealer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningMethodTest {
    private static final Subject SUBJECT = Subject.parse("ship1.command.print.lp0");
    private static final String PIN = "pin-4711";

    @TempDir
    Path folder;

    private final List<Args> seen = new ArrayList<>();
    private RuntimeException thrown = null;
    private BoxKey key;
    private Handler handler;

    @BeforeEach
    void aMethodThatRemembers() {
        key = BoxKey.openOrCreate(folder);
        handler = OpeningMethod.around(Map.of("print", new Remembering()), key)
                .get("print")
                .open(null);
    }

    @Test
    void a_method_sees_a_secret_where_a_sealed_value_stood_however_deep() throws Exception {
        Work work = work(Map.of("plain", "x", "deep", Map.of("list", List.of(1, sealed(PIN)))));

        handler.check(work);
        handler.run(work);
        handler.recover(work);

        assertThat(seen)
                .hasSize(3)
                .allSatisfy(args -> assertThat(Secret.revealed(args.fields()))
                        .isEqualTo(Map.of("plain", "x", "deep", Map.of("list", List.of(1, PIN)))));
    }

    @Test
    void neither_text_nor_json_nor_a_typed_reader_shows_an_open_secret() throws Exception {
        handler.run(work(Map.of("pin", sealed(PIN), "env", Map.of("PIN", sealed(PIN)))));
        Args args = seen.get(0);
        Command command = work(Map.of()).command().with(args);

        assertThat(args.toString()).doesNotContain(PIN).contains(Secret.SHOWN);
        assertThat(command.toString()).doesNotContain(PIN);
        assertThat(Json.text(args.fields())).doesNotContain(PIN);
        assertThat(new String(Codec.encode(command), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain(PIN);
        assertThatThrownBy(() -> args.string("pin"))
                .hasMessage("args.pin \"•••• (sealed)\" is not allowed: use a string");
        assertThatThrownBy(() -> args.strings("pin")).hasMessageNotContaining(PIN);
        assertThatThrownBy(() -> args.stringMap("env"))
                .hasMessage("args.env.PIN \"•••• (sealed)\" is not allowed: use a string");
    }

    @Test
    void what_can_not_be_opened_is_told_by_its_place_and_the_method_never_sees_it() throws Exception {
        String elsewhere = Sealer.seal(key.publicKey(), PIN, Subject.parse("ship1.command.print.lp1"));
        String lost = "args.pins[1] can't be opened here: it was sealed for another node or process, or was changed";
        Work work = work(Map.of("pins", List.of("x", Map.of(Sealed.MEMBER, elsewhere))));

        assertThatThrownBy(() -> handler.check(work))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessage(lost);
        assertThat(handler.run(work).fault().orElseThrow().message()).isEqualTo(lost);
        assertThat(handler.run(work).fault().orElseThrow().code()).isEqualTo("sealed-unreadable");
        assertThatThrownBy(() -> handler.check(work(Map.of("pin", Map.of(Sealed.MEMBER, "x", "more", 1)))))
                .isInstanceOf(SealedUnreadable.class)
                .hasMessageContaining("args.pin ");
        assertThatThrownBy(() -> handler.check(work(Map.of("pin", Map.of(Sealed.MEMBER, 1)))))
                .isInstanceOf(SealedUnreadable.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void the_end_of_work_is_learnt_even_if_its_arguments_can_not_be_opened_any_more() throws Exception {
        Work work = work(Map.of("pin", Map.of(Sealed.MEMBER, "AAAA")));

        assertThat(handler.recover(work)).isEqualTo(new Recovery.NeverRan());
        assertThat(seen).containsExactly(work.command().args());
    }

    @Test
    void what_a_method_says_is_told_unless_it_holds_a_secret() {
        Work work = work(Map.of("pin", sealed(PIN)));

        thrown = new IllegalArgumentException("no paper");
        assertThatThrownBy(() -> handler.check(work)).hasMessage("no paper");
        thrown = new IllegalArgumentException("no such pin: " + PIN);
        assertThatThrownBy(() -> handler.check(work))
                .hasMessage("IllegalArgumentException, whose message holds a sealed argument")
                .hasNoCause();
        assertThatThrownBy(() -> handler.run(work)).hasMessageNotContaining(PIN).hasNoCause();
        assertThatThrownBy(() -> handler.recover(work))
                .hasMessageNotContaining(PIN)
                .hasNoCause();
    }

    @Test
    void without_sealed_values_a_method_gets_the_very_work() throws Exception {
        Work work = work(Map.of("plain", "x"));

        handler.run(work);

        assertThat(seen.get(0)).isSameAs(work.command().args());
    }

    private Map<String, String> sealed(String text) {
        return new Sealed(Sealer.seal(key.publicKey(), text, SUBJECT)).plain();
    }

    private Work work(Map<String, ?> args) {
        Command command = new Command(
                CommandId.of("0192f0e1-2b3c-7d4e-8f90-a1b2c3d4e5f6"),
                SUBJECT,
                "alice",
                Instant.parse("2026-11-22T09:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                new Args(Map.copyOf(args)),
                Optional.empty(),
                Optional.empty());
        return new Work(
                command, 1, folder, true, Duration.ofMinutes(1), new Stop(), (subject, messageId, json) -> true);
    }

    private final class Remembering implements Method, Handler {
        @Override
        public String name() {
            return "print";
        }

        @Override
        public boolean servesOnDemand(String domain) {
            return true;
        }

        @Override
        public Handler open(Surroundings surroundings) {
            return this;
        }

        @Override
        public void check(Work work) {
            see(work);
        }

        @Override
        public Outcome run(Work work) {
            see(work);
            return Outcome.done("");
        }

        @Override
        public Recovery recover(Work work) {
            see(work);
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {}

        private void see(Work work) {
            if (thrown != null) {
                throw thrown;
            }
            seen.add(work.command().args());
        }
    }
}
