package dev.synfin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What may know what: the walls of the house. */
class ArchitectureTest {
  private static final String BASE = "dev.synfin.";

  /** Each package, and those of ours that it may know. */
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("address", Set.of()),
          Map.entry("capture", Set.of()),
          Map.entry("wire", Set.of("capture")),
          Map.entry("track", Set.of("wire")),
          Map.entry("timeline", Set.of("address", "capture", "wire", "track")),
          Map.entry("diagnose", Set.of("timeline", "track")),
          Map.entry("render", Set.of("timeline", "track")),
          Map.entry("report", Set.of("capture", "wire", "timeline")),
          Map.entry("export", Set.of("timeline", "track")),
          Map.entry("expect", Set.of("timeline", "track")),
          Map.entry("socket", Set.of("address")),
          Map.entry("echo", Set.of("socket")),
          Map.entry("kernel", Set.of("address", "socket")),
          Map.entry("scenario", Set.of("socket", "echo", "expect", "timeline", "track")),
          Map.entry(
              "stage",
              Set.of(
                  "capture",
                  "wire",
                  "track",
                  "timeline",
                  "diagnose",
                  "render",
                  "report",
                  "socket",
                  "kernel",
                  "scenario")),
          Map.entry("watch", Set.of("timeline", "track", "report", "scenario", "stage")),
          Map.entry(
              "cli",
              Set.of(
                  "capture",
                  "wire",
                  "track",
                  "timeline",
                  "diagnose",
                  "expect",
                  "export",
                  "render",
                  "report",
                  "socket",
                  "echo",
                  "kernel",
                  "scenario",
                  "stage",
                  "watch")));

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.synfin");

  @Test
  void everyPackageIsOnTheMap() {
    var packages =
        OURS.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(BASE))
            .map(name -> name.substring(BASE.length()))
            .collect(Collectors.toSet());

    assertThat(packages).isEqualTo(KNOWS.keySet());
  }

  @Test
  void dependenciesPointOneWayAlongThePath() {
    KNOWS.forEach((name, known) -> {
      String[] others =
          KNOWS.keySet().stream()
              .filter(other -> !other.equals(name) && !known.contains(other))
              .map(other -> BASE + other + "..")
              .toArray(String[]::new);
      if (others.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(BASE + name + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others)
            .check(OURS);
      }
    });
  }

  @Test
  void noPackagesDependOnEachOther() {
    slices().matching("dev.synfin.(*)..").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void onlyTheEdgesKnowPcap4j() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(BASE + "capture..", BASE + "wire..")
                    .and(inAFileNamed("Pcap4j"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.pcap4j.."))
        .check(OURS);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    onlyIn("picocli..", BASE + "cli..");
  }

  @Test
  void onlyDocumentsKnowJackson() {
    String[] documents = {
      BASE + "timeline..", BASE + "scenario..", BASE + "export..", BASE + "watch.."
    };
    onlyIn("tools.jackson..", documents);
    onlyIn("com.fasterxml.jackson..", documents);
  }

  @Test
  void onlySocketsAndTheCaptureKnowJna() {
    onlyIn("com.sun.jna..", BASE + "socket..", BASE + "capture..");
  }

  @Test
  void noPackageIsAboutNothing() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..core..", "..impl..", "..internal..")
        .check(OURS);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        OURS.stream()
            .map(JavaClass::getPackage)
            .filter(p -> !p.getClasses().isEmpty())
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(com.tngtech.archunit.core.domain.JavaPackage::getName)
            .collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void noTypeIsPublicThatNobodyOutsideUses() {
    classes()
        .that()
        .haveModifier(JavaModifier.PUBLIC)
        .and(
            DescribedPredicate.describe(
                "are top level and are not the program's entry or the test kit's view",
                c -> c.isTopLevelClass() && !PUBLIC_FOR_OTHERS.contains(c.getSimpleName())))
        .should(
            com.tngtech.archunit.lang.ArchCondition.from(
                DescribedPredicate.describe(
                    "be used by another package, or stand in the signature of one that is",
                    (JavaClass c) -> isUsedOutside(c) || isPartOfADoor(c))))
        .check(OURS);
  }

  private static boolean isUsedOutside(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(d -> !d.getOriginClass().getPackageName().equals(type.getPackageName()));
  }

  /** Whoever holds a public type can reach what its public methods take, give and throw. */
  private static boolean isPartOfADoor(JavaClass type) {
    return type.getPackage().getClasses().stream()
        .filter(door -> door.getModifiers().contains(JavaModifier.PUBLIC) && isUsedOutside(door))
        .anyMatch(door ->
            door.isAssignableTo(type.getName())
                || door.getMethods().stream()
                    .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
                    .anyMatch(m -> mentions(m, type)));
  }

  private static boolean mentions(JavaMethod method, JavaClass type) {
    return method.getAllInvolvedRawTypes().contains(type)
        || method.getExceptionTypes().contains(type);
  }

  /** Started by the JVM, or there for whoever uses the jar as a library. */
  private static final Set<String> PUBLIC_FOR_OTHERS =
      Set.of("Main", "UnixAddress", "TapRecord", "TapRecordReader", "ExpectedTrace", "Nearest");

  private static void onlyIn(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(OURS);
  }

  /** Nested classes belong to the class that encloses them. */
  private static DescribedPredicate<JavaClass> inAFileNamed(String prefix) {
    return DescribedPredicate.describe(
        "in a class named " + prefix + "…",
        c -> {
          JavaClass outer = c;
          while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
          }
          return simpleNameStartingWith(prefix).test(outer);
        });
  }
}
