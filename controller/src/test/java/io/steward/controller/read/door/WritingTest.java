package io.steward.controller.read.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and numbers as PostgreSQL's clients write them. */
class WritingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "select 1; ;select 'a;b'; -- ; no # select 1|select 'a;b'",
                "select $$a;b$$, $x$ $$;$$ $x$ # select $$a;b$$, $x$ $$;$$ $x$",
                "select \"a;b\", E'it\\'s;' /* ; /* ; */ ; */ # select \"a;b\", E'it\\'s;'",
                "select 'a''b;' # select 'a''b;'"
            })
    void statements_are_parted_where_they_end(String text, String parts) throws Exception {
        assertThat(PgStatement.split(text).stream().map(PgStatement::text).collect(Collectors.joining("|")))
                .isEqualTo(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 'a", "select \"a", "select /* a", "select $$a", "select E'a\\'", "select $ 1"})
    void what_is_not_closed_is_an_error_with_its_place(String text) {
        assertThatThrownBy(() -> PgStatement.split(text))
                .isInstanceOfSatisfying(
                        PgError.class, e -> assertThat(e.position()).isEqualTo(8));
    }

    @Test
    void places_stay_where_they_are() throws Exception {
        String text = "select  a,\n pg_catalog.b /* x */ from t";
        String expected =
                text.replace('\n', ' ').replace("pg_catalog.", " ".repeat(11)).replace("/* x */", " ".repeat(7));
        assertThat(Dialect.live(PgStatement.split(text).get(0))).isEqualTo(expected);
    }

    @Test
    void binary_numbers_come_back_as_they_were() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(25) - 2);
            BigDecimal signed = random.nextBoolean() ? number : number.negate();
            assertThat(Numerics.number(Numerics.binary(signed)))
                    .as(signed.toString())
                    .isEqualByComparingTo(signed);
        }
    }

    @Test
    void a_session_may_shorten_its_time_and_never_lengthen_it() throws Exception {
        SessionSettings settings = new SessionSettings(Duration.ofSeconds(30));
        settings.set("statement_timeout", "1500");
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(1500));
        settings.set("statement_timeout", "2h");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        settings.set("statement_timeout", "0");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> settings.set("client_encoding", "latin1")).hasMessageContaining("is not allowed");
        assertThatThrownBy(() -> settings.set("timezone", "Mars")).hasMessageContaining("use a name like");
    }
}
