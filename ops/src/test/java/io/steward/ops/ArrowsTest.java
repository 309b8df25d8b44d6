package io.steward.ops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.UUID;

/** The arrows between modules and packages. Each rule fails if it sees no class to hold to it. */
@AnalyzeClasses(
        packages = "io.steward",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArrowsTest.NoTestJars.class})
final class ArrowsTest {
    private static final int LEAST_CLASSES = 250;

    @ArchTest
    static final ArchRule trust_knows_signatures_besides_and_no_randomness = noClasses()
            .that()
            .resideInAPackage("io.steward.model.trust..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyPairGenerator");

    @ArchTest
    static final ArchRule the_model_knows_the_jdk_only = noClasses()
            .that(resideInAPackage("io.steward.model..")
                    .and(not(resideInAnyPackage("io.steward.model.wire..", "io.steward.model.trust.."))))
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "io.steward.model..",
                    "java.lang..",
                    "java.time..",
                    "java.util..",
                    "java.nio.charset..",
                    "java.math..",
                    "org.jspecify..")));

    @ArchTest
    static final ArchRule the_wire_knows_jackson_besides = noClasses()
            .that()
            .resideInAnyPackage("io.steward.model.wire..", "io.steward.model.trust..")
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "io.steward.model..", "java..", "org.jspecify..", "tools.jackson..", "com.fasterxml.jackson..")));

    @ArchTest
    static final ArchRule the_model_asks_nobody_for_the_time_an_id_or_a_file = noClasses()
            .that()
            .resideInAPackage("io.steward.model..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")
                    .and(not(com.tngtech.archunit.core.domain.JavaClass.Predicates.type(java.io.Serializable.class))))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule an_agent_never_sees_a_controller = noClasses()
            .that()
            .resideInAPackage("io.steward.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.steward.controller..", "io.steward.ops..");

    @ArchTest
    static final ArchRule a_controller_never_sees_an_agent = noClasses()
            .that()
            .resideInAPackage("io.steward.controller..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.steward.agent..", "io.steward.ops..");

    @ArchTest
    static final ArchRule the_broker_is_reached_at_the_edges_only = noClasses()
            .that(resideInAPackage("io.steward..")
                    .and(not(resideInAnyPackage(
                            "io.steward.nats..",
                            "io.steward.agent",
                            "io.steward.agent.inbox..",
                            "io.steward.agent.outbox..",
                            "io.steward.controller",
                            "io.steward.controller.log..",
                            "io.steward.controller.issue..",
                            "io.steward.controller.enrol..",
                            "io.steward.ops.chaos..",
                            "io.steward.ops.bench.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nats..");

    @ArchTest
    static final ArchRule the_database_is_reached_by_projection_read_and_boot_only = noClasses()
            .that(resideInAPackage("io.steward..")
                    .and(not(resideInAnyPackage(
                            "io.steward.controller",
                            "io.steward.controller.projection..",
                            "io.steward.controller.read..",
                            "io.steward.ops.bench.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb..");

    @ArchTest
    static final ArchRule reading_never_writes = noClasses()
            .that()
            .resideInAPackage("io.steward.controller.read..")
            .should()
            .callMethod(java.sql.PreparedStatement.class, "executeUpdate")
            .orShould()
            .callMethod(java.sql.PreparedStatement.class, "addBatch")
            .orShould()
            .callMethod(java.sql.Statement.class, "executeBatch")
            .orShould()
            .callMethod(java.sql.Connection.class, "commit");

    @ArchTest
    static final ArchRule the_command_line_asks_over_http_like_everybody = noClasses()
            .that(resideInAPackage("io.steward.ops.cli")
                    .and(not(com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("ControllerCommand")
                            .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("AgentCommand")))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.steward.controller..", "io.steward.agent..");

    @ArchTest
    static final ArchRule packages_of_the_model_form_no_cycle = acyclic("io.steward.model.(*)..");

    @ArchTest
    static final ArchRule packages_of_the_broker_form_no_cycle = acyclic("io.steward.nats.(*)..");

    @ArchTest
    static final ArchRule packages_of_the_agent_form_no_cycle = acyclic("io.steward.agent.(*)..");

    @ArchTest
    static final ArchRule packages_of_the_controller_form_no_cycle = acyclic("io.steward.controller.(*)..");

    @ArchTest
    static final ArchRule packages_of_ops_form_no_cycle = acyclic("io.steward.ops.(*)..");

    @ArchTest
    static void enough_classes_were_seen(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThanOrEqualTo(LEAST_CLASSES);
        for (String module : new String[] {"model", "nats", "agent", "controller", "ops"}) {
            assertThat(classes.stream().filter(c -> c.getPackageName().startsWith("io.steward." + module)))
                    .as(module)
                    .hasSizeGreaterThan(15);
        }
    }

    /** Leaves out what other modules lend to tests. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static ArchRule acyclic(String packages) {
        return slices().matching(packages).should().beFreeOfCycles();
    }
}
