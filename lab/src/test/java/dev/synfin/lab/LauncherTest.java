package dev.synfin.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With which Java {@code docker/synfin} runs synfin, and how. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "docker", "synfin").toAbsolutePath();

  @TempDir private Path folder;
  private Path home;
  private Path jar;

  @BeforeEach
  void makeJava() throws IOException {
    home = folder.resolve("a home");
    jar = Files.createFile(folder.resolve("synfin.jar"));
    Files.createDirectories(folder.resolve("a root").resolve("docker"));
    Files.createDirectories(folder.resolve("a root").resolve("app").resolve("target"));
    Path java = home.resolve("bin").resolve("java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '<%s>' \"$0\" \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private void release(String text) throws IOException {
    Files.writeString(home.resolve("release"), text);
  }

  private String launch(Path launcher, @Nullable String path, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder("sh", launcher.toString()).directory(folder.toFile());
    builder.command().addAll(List.of(arguments));
    builder.redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("SYNFIN_JAR", jar.toString());
    builder.environment().remove("SYNFIN_IMAGE");
    builder.environment().remove("SYNFIN_JAVA_OPTS");
    if (path != null) {
      builder.environment().merge("PATH", path, (before, added) -> added + ":" + before);
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return text;
  }

  private String chosen() {
    return "<" + home.resolve("bin").resolve("java") + ">";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_VERSION=\"25.0.3\"\n",
        "IMPLEMENTOR=\"=x\"\n\nJAVA_VERSION=\"21\"\nOS_NAME=\"Linux\"\n",
        "JAVA_VERSION=\"21\"", // the last line without its end
        "JAVA_VERSION=\"26-ea\"\n"
      })
  void aNewEnoughJavaHomeIsTaken(String release) throws Exception {
    release(release);
    assertThat(launch(LAUNCHER, null, "show", "a file"))
        .startsWith(chosen())
        .endsWith("<-jar><" + jar + "><show><a file>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "JAVA_VERSION=\"17.0.12\"\n",
        "JAVA_VERSION=\"1.8.0_392\"\n",
        "JAVA_VERSION=\"\"\n",
        "JAVA_VERSION=next\n",
        "IMPLEMENTOR=\"JAVA_VERSION=25\"\nJAVA_RUNTIME_VERSION=\"25\"\n"
      })
  void anOlderJavaHomeIsNotTaken(String release) throws Exception {
    release(release);
    assertThat(launch(LAUNCHER, null, "show")).doesNotContain(chosen());
  }

  @Test
  void aJavaHomeWithoutReleaseIsNotTaken() throws Exception {
    assertThat(launch(LAUNCHER, null, "show")).doesNotContain(chosen());
    Files.createDirectory(home.resolve("release"));
    assertThat(launch(LAUNCHER, null, "show")).doesNotContain(chosen()).doesNotContain("irectory");
  }

  @Test
  void theJavaOnThePathIsFoundThroughItsLinks() throws Exception {
    release("JAVA_VERSION=\"25\"\n");
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("java"), home.resolve("bin").resolve("java"));
    String withJava = chosen();
    home = folder.resolve("nothing");
    String said = launch(LAUNCHER, links.toString(), "show");
    if (Files.exists(Path.of("/opt/java/release"))) {
      assertThat(said).doesNotContain(withJava); // the image's own comes first
    } else {
      assertThat(said).startsWith(withJava);
    }
  }

  @Test
  void throughALinkItFindsTheJarBesideItself() throws Exception {
    release("JAVA_VERSION=\"25\"\n");
    Path root = folder.resolve("a root").toRealPath();
    Files.copy(LAUNCHER, root.resolve("docker").resolve("synfin"));
    Path own = Files.createFile(root.resolve("app").resolve("target").resolve("synfin.jar"));
    jar = Path.of("");
    Path link = folder.resolve("synfin");
    Files.createSymbolicLink(link, root.resolve("docker").resolve("synfin"));
    assertThat(launch(link, null, "show"))
        .startsWith(chosen())
        .endsWith("<-jar><" + own + "><show>");
  }

  @Test
  void aNameInTheFolderIsNoOption() throws Exception {
    release("JAVA_VERSION=\"25\"\n");
    String option = "-XX:CompileCommand=dontinline,dev.synfin.timeline.SummaryLines::";
    Files.createFile(folder.resolve(option + "none"));
    assertThat(launch(LAUNCHER, null, "analyze", "f"))
        .contains("<" + option + "*>")
        .doesNotContain("none>");
  }
}
