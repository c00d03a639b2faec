package dev.synfin.lab;

import dev.synfin.lab.TapSession.Mark;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link KeepWire} does around each test, with what goes before and after it. */
final class KeepWireExtension
    implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(KeepWireExtension.class);

  /** Where each tap was when the test began. */
  private record Begun(Map<TapSession, Mark> marks) {}

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    var test = new KeptTest(folder(context), wish(context).keepPayload());
    delete(test.folder());
    KeptTest.begin(test);
    context.getStore(HERE).put(Begun.class, new Begun(RunningTaps.marks()));
  }

  /** Taps that belong to the test alone may be stopped before {@link #afterEach}. */
  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    settle(context);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try {
      settle(context);
    } finally {
      KeptTest.end();
    }
    Path folder = folder(context);
    if (Files.isDirectory(folder)) {
      context.publishReportEntry("wire", folder.toAbsolutePath().toString());
    }
  }

  private static void settle(ExtensionContext context) throws IOException {
    KeptTest test = KeptTest.current();
    if (test == null) {
      return;
    }
    if (context.getExecutionException().isPresent() || wish(context).always()) {
      keep(context, test);
    } else {
      delete(test.folder()); // what failed assertions left that were caught
    }
  }

  /** As much as there is; not again where a tap has gone since, and with it what was kept of it. */
  private static void keep(ExtensionContext context, KeptTest test) throws IOException {
    Begun begun = Objects.requireNonNull(context.getStore(HERE).get(Begun.class, Begun.class));
    Map<TapSession, Mark> now = RunningTaps.marks();
    if (now.isEmpty() || !now.keySet().containsAll(test.kept())) {
      return;
    }
    var parts = new ArrayList<Kept.Part>();
    now.forEach((tap, to) ->
        parts.add(new Kept.Part(tap, begun.marks().getOrDefault(tap, Mark.BEGINNING), to)));
    if (Kept.write(parts, wish(context).keepPayload(), test.folder())) {
      test.keeps(now.keySet());
    }
  }

  private static KeepWire wish(ExtensionContext context) {
    return context
        .getTestMethod()
        .flatMap(method -> AnnotationSupport.findAnnotation(method, KeepWire.class))
        .or(() -> context.getTestClass().flatMap(KeepWireExtension::wish))
        .or(() -> Optional.ofNullable(Defaults.class.getAnnotation(KeepWire.class)))
        .orElseThrow();
  }

  /** Of a class, or of that which encloses it. */
  private static Optional<KeepWire> wish(Class<?> type) {
    return AnnotationSupport.findAnnotation(type, KeepWire.class)
        .or(() -> Optional.ofNullable(type.getEnclosingClass()).flatMap(KeepWireExtension::wish));
  }

  /** For an extension that was registered without its annotation. */
  @KeepWire
  private static final class Defaults {}

  private static Path folder(ExtensionContext context) {
    String type = context.getTestClass().map(Class::getName).orElse("tests").replace('$', '.');
    String method = context.getTestMethod().map(Method::getName).orElse("test");
    String name = context.getDisplayName();
    boolean plain = name.equals(method + "()") || name.equals(method);
    return KeptFolders.all().resolve(type).resolve(plain ? method : method + " " + safe(name));
  }

  private static String safe(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._=-]+", "-");
    return safe.substring(0, Math.min(safe.length(), 80));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      List<Path> all = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path one : all) {
        Files.delete(one);
      }
    }
    KeptFolders.removeEmpty(folder);
  }
}
