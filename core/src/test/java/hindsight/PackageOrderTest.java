package hindsight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of core, each of which may use only those before it, and what only some of them may do. */
class PackageOrderTest {
    private static final List<String> ORDER = List.of(
            "problem",
            "json",
            "time",
            "schema",
            "project",
            "relation",
            "sql",
            "dbt",
            "graph",
            "history",
            "plan",
            "delta",
            "why",
            "merge",
            "engine",
            "run");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("hindsight");

    @Test
    void everyPackageUsesOnlyEarlierOnes() {
        Stream<String> backward = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(PackageOrderTest::goesBackward)
                .map(Dependency::getDescription);
        assertThat(backward).isEmpty();
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(CLASSES.stream().map(PackageOrderTest::topPackage).distinct())
                .isSubsetOf(ORDER);
    }

    @Test
    void nothingKnowsHowAnEngineIsReached() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(CLASSES);
    }

    @Test
    void onlyUseCasesAndTheProjectReaderTouchFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages("hindsight.run..", "hindsight.project..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, File.class)
                .check(CLASSES);
    }

    @Test
    void onlyUseCasesReadAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("hindsight.run..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    private static boolean goesBackward(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.getPackageName().startsWith("hindsight.")
                && ORDER.indexOf(topPackage(target)) > ORDER.indexOf(topPackage(dependency.getOriginClass()));
    }

    private static String topPackage(JavaClass type) {
        return type.getPackageName().replaceFirst("^hindsight\\.", "").replaceFirst("\\..*", "");
    }
}
