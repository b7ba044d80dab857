/* SPDX-License-Identifier: Apache-2.0 */
package dev.flinkvitals.breaker;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class BreakerPurityTest {
    private static final JavaClasses BREAKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.flinkvitals.breaker");

    @Test
    void importsOnlyTheCore() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "dev.flinkvitals.signals",
                        "dev.flinkvitals.health..",
                        "dev.flinkvitals.config",
                        "dev.flinkvitals.breaker..")
                .because(
                        "the breaker is pure: what it needs to know comes as evidence, what it wants leaves as a decision")
                .check(BREAKER);
    }

    @Test
    void readsNoClock() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("nanoTime|currentTimeMillis|now")))
                .because("time comes with the tick, so that a test can move it")
                .check(BREAKER);
    }

    @Test
    void startsNoThread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .because("the monitor's thread calls the breaker; nothing else does")
                .check(BREAKER);
    }
}
