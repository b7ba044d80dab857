/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.flinkvitals.health.PlantedImpurity;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The core is pure: it depends on nothing but the JDK and itself, and never asks what time it is. */
class PureCoreTest {
    private static final String[] CORE = {
        "dev.flinkvitals.signals..", "dev.flinkvitals.health..", "dev.flinkvitals.config.."
    };
    private static final Set<String> CLOCK_METHODS = Set.of("now", "nanoTime", "currentTimeMillis", "systemUTC");

    private static final ArchRule DEPENDS_ON_ITSELF_ONLY = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "dev.flinkvitals.signals..",
                    "dev.flinkvitals.health..",
                    "dev.flinkvitals.config..")
            .because(
                    "the core is judged by tests without Flink; translate Flink's and OpenTelemetry's types in an adapter");

    private static final ArchRule READS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .accessTargetWhere(describe("reads a clock", PureCoreTest::readsClock))
            .because("only the loop reads clocks, once per cycle; take the time from the reading's Tick");

    private static final ArchRule HAS_NO_THREAD_OR_LOGGER = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class)
            .because("the core computes; whoever calls it owns threads and logs");

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.flinkvitals.signals", "dev.flinkvitals.health", "dev.flinkvitals.config");
    private final JavaClasses planted = new ClassFileImporter().importClasses(PlantedImpurity.class);

    @Test
    void coreDependsOnItselfOnly() {
        DEPENDS_ON_ITSELF_ONLY.check(core);
    }

    @Test
    void coreReadsNoClock() {
        READS_NO_CLOCK.check(core);
    }

    @Test
    void coreHasNoThreadAndNoLogger() {
        HAS_NO_THREAD_OR_LOGGER.check(core);
    }

    @Test
    void rulesSeeWhatIsPlanted() {
        assertThat(DEPENDS_ON_ITSELF_ONLY.evaluate(planted).getFailureReport().toString())
                .contains("PlantedImpurity.logger()", "org.slf4j.Logger");
        assertThat(READS_NO_CLOCK.evaluate(planted).getFailureReport().toString())
                .contains("java.time.Instant.now()", "java.lang.System.nanoTime()");
        assertThat(HAS_NO_THREAD_OR_LOGGER.evaluate(planted).getFailureReport().toString())
                .contains("java.lang.Thread");
    }

    private static boolean readsClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getPackageName();
        return CLOCK_METHODS.contains(access.getTarget().getName())
                && (owner.equals("java.lang") || owner.startsWith("java.time"));
    }
}
