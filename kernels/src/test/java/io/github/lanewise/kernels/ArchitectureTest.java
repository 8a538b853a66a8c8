package io.github.lanewise.kernels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the kernels depend on and what they show. */
class ArchitectureTest {

  private static final String API = "io.github.lanewise.kernels";
  private static final String INTERNAL = "io.github.lanewise.kernels.internal";
  private static final String VECTOR_API = "jdk.incubator.vector";

  private static final JavaClasses KERNELS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(API);

  @Test
  void theKernelsDependOnTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "com.sun.management", VECTOR_API, "org.jspecify.annotations", API + "..")
        .check(KERNELS);
  }

  @Test
  void theInternalsDoNotDependOnTheApi() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(API)
        .check(KERNELS);
  }

  /**
   * The self-check initialises kernels within the initialisation of Simd: a kernel that waited for
   * Simd in its own would do so for ever where two threads begin at once.
   */
  @Test
  void noInitialiserAsksWhatRuns() {
    noClasses()
        .should(
            ArchConditions.callCodeUnitWhere(
                DescribedPredicate.describe(
                    "a static initialiser calls Simd",
                    call ->
                        call.getOrigin()
                                .getName()
                                .equals(JavaStaticInitializer.STATIC_INITIALIZER_NAME)
                            && call.getTargetOwner().getName().equals(INTERNAL + ".Simd")
                            && !call.getOriginOwner().equals(call.getTargetOwner()))))
        .check(KERNELS);
  }

  @Test
  void onlyInternalsAndGeneratedLoopsSeeTheVectorApi() {
    noClasses()
        .that()
        .resideInAPackage(API)
        .and(
            DescribedPredicate.not(
                DescribedPredicate.describe(
                    "generated loops", type -> type.getName().contains("Loops"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(KERNELS);
  }

  @Test
  void theApiShowsNoInternalTypeAndNoVector() {
    List<String> leaks = new ArrayList<>();
    Set<String> shown = new TreeSet<>();
    for (JavaClass type : KERNELS) {
      if (type.getPackageName().equals(API) && isShown(type)) {
        shown.add(type.getSimpleName());
        addLeaks(type.getName(), type.getAllRawInterfaces(), leaks);
        addLeaks(type.getName(), Set.copyOf(type.getAllRawSuperclasses()), leaks);
        for (JavaMember member : type.getMembers()) {
          if (isShown(member.getModifiers())) {
            addLeaks(member.getFullName(), typesOf(member), leaks);
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(shown).contains("Gemm", "Activation", "RowReduce").doesNotContain("ReluLoops");
  }

  private static Set<JavaClass> typesOf(JavaMember member) {
    return switch (member) {
      case JavaField field -> Set.of(field.getRawType());
      case JavaCodeUnit code -> {
        Set<JavaClass> types = new HashSet<>(code.getRawParameterTypes());
        types.add(code.getRawReturnType());
        code.getExceptionTypes().forEach(type -> types.add(type.toErasure()));
        yield types;
      }
      default -> throw new AssertionError("unknown member " + member);
    };
  }

  private static void addLeaks(String where, Set<JavaClass> types, List<String> leaks) {
    for (JavaClass type : types) {
      String name = type.getBaseComponentType().getPackageName();
      if (name.equals(INTERNAL) || name.startsWith("jdk.")) {
        leaks.add(where + " shows " + type.getName());
      }
    }
  }

  private static boolean isShown(JavaClass type) {
    return isShown(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isShown).orElse(true);
  }

  private static boolean isShown(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
