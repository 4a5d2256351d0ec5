package io.github.cdpcli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The rooms of the program and the doors between them. */
class ArchitectureTest {

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            // The predefined option knows only target/test-classes, and the second run of CI builds elsewhere.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.github.cdpcli");

    @Test
    void dependenciesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("json")
                .definedBy("..json..")
                .layer("event")
                .definedBy("..event..")
                .layer("input")
                .definedBy("..input..")
                .layer("send")
                .definedBy("..send..")
                .layer("backfill")
                .definedBy("..backfill..")
                .layer("sandbox")
                .definedBy("..sandbox..")
                .layer("cli")
                .definedBy("..cli..")
                .whereLayer("json")
                .mayNotAccessAnyLayer()
                .whereLayer("event")
                .mayOnlyAccessLayers("json")
                .whereLayer("input")
                .mayOnlyAccessLayers("json", "event")
                .whereLayer("send")
                .mayOnlyAccessLayers("json")
                .whereLayer("backfill")
                .mayOnlyAccessLayers("json", "event", "input", "send")
                .whereLayer("sandbox")
                .mayOnlyAccessLayers("json", "event")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(PROGRAM);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.github.cdpcli.(*)..").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void onlyTheWorldTouchesSystem() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.cdpcli.cli.World")
                .should()
                .accessTargetWhere(describe(
                        "System or Runtime, but for copying arrays",
                        access -> (access.getTargetOwner().isEquivalentTo(System.class)
                                        || access.getTargetOwner().isEquivalentTo(Runtime.class))
                                && !access.getName().equals("arraycopy")))
                .because("tests put another world in its place")
                .check(PROGRAM);
    }

    @Test
    void onlyTheCommandLinePrintsOrKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.io.PrintStream.class)
                .check(PROGRAM);
    }

    @Test
    void noStaticStateIsMutable() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveName("$VALUES")
                .should()
                .beFinal()
                .check(PROGRAM);
    }

    @Test
    void theSlowHttpClientIsNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .because("it hides when a request was repeated, and costs more than the rest of a call")
                .check(PROGRAM);
    }

    @Test
    void exceptionsStayInTheirRoom() {
        classes()
                .that()
                .haveFullyQualifiedName("io.github.cdpcli.cli.Failure")
                .should()
                .onlyBeAccessed()
                .byClassesThat()
                .resideInAPackage("..cli..")
                .check(PROGRAM);
    }
}
