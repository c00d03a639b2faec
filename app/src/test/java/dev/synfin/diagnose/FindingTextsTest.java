package dev.synfin.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.synfin.report.ReportParts;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of finding is told in each of the report's languages. */
class FindingTextsTest {
  /** Whatever the code has, so that none can be forgotten here. */
  private static List<Draft> kinds() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.synfin.diagnose")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(field -> field.getRawType().isEquivalentTo(Draft.class))
            .map(FindingTextsTest::kind)
            .toList();
  }

  private static Draft kind(JavaField field) {
    try {
      Field constant = field.reflect();
      constant.setAccessible(true);
      return (Draft) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode texts(String language) throws IOException {
    return JsonMapper.shared().readTree(ReportParts.texts(language));
  }

  @Test
  void eachKindHasItsTitleWhatItMeansAndWhatToLookAtNext() throws IOException {
    assertThat(kinds()).hasSizeGreaterThan(17).noneMatch(kind -> kind.reference().isBlank());
    for (String language : ReportParts.languages()) {
      JsonNode texts = texts(language);
      for (Draft kind : kinds()) {
        assertThat(Stream.of("", ".about", ".next").map(part -> "finding." + kind.id() + part))
            .as(language)
            .allSatisfy(key -> assertThat(texts.path(key).asString("")).as(key).isNotBlank());
      }
    }
  }

  /** By the English sentence the page finds it in other languages, whatever the advice is. */
  @Test
  void everyAdviceThatTheCodeGivesIsAmongTheTexts() throws IOException {
    JsonNode texts = texts("en");

    assertThat(kinds())
        .allSatisfy(kind ->
            assertThat(
                    texts
                        .propertyStream()
                        .filter(text -> text.getKey().startsWith("finding." + kind.id() + ".next"))
                        .map(text -> text.getValue().asString()))
                .contains(kind.next()));
  }

  @Test
  void chineseIsNoEnglish() throws IOException {
    JsonNode texts = texts("zh");

    assertThat(kinds())
        .allSatisfy(kind ->
            assertThat(
                    Stream.of("", ".about", ".next")
                        .map(part -> texts.path("finding." + kind.id() + part).asString()))
                .allMatch(text -> text.codePoints().anyMatch(Character::isIdeographic)));
  }
}
