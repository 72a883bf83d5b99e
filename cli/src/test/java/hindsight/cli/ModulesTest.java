package hindsight.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the modules may know of each other. */
class ModulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages("hindsight");

    @Test
    void allModulesAreLookedAt() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .contains("hindsight.run", "hindsight.duckdb", "hindsight.cli")
                .doesNotContain("hindsight.testkit");
    }

    @Test
    void onlyTheEngineSpeaksJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("hindsight.duckdb..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.duckdb..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineDoesNotKnowWhichEngineThereIs() {
        noClasses()
                .that()
                .resideInAPackage("hindsight.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("hindsight.duckdb..")
                .check(CLASSES);
    }

    @Test
    void atMostHalfOfTheTypesArePublic() {
        List<JavaClass> types = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .toList();
        long open = types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat(open).as("public of %d types", types.size()).isLessThanOrEqualTo(types.size() / 2);
    }
}
