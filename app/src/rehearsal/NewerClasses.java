import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Gives the classes of a library in a jar the class-file version of Java 21, with the stack maps
 * that it asks for: {@code java NewerClasses.java JAR FOLDER}.
 *
 * <p>picocli's are of Java 5. The cache of classes leaves out what needs the verifier of that time
 * (JEP 483), so that each start would read and verify two hundred classes again: a good part of the time
 * that {@code synfin show} takes.
 */
final class NewerClasses {
  private NewerClasses() {}

  public static void main(String[] arguments) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]));
        Stream<Path> files = Files.walk(jar.getPath(arguments[1]))) {
      ClassFile format =
          ClassFile.of(
              ClassHierarchyResolverOption.of(classesOf(jar)),
              StackMapsOption.GENERATE_STACK_MAPS);
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Files.write(file, newer(format, Files.readAllBytes(file)));
      }
    }
  }

  private static byte[] newer(ClassFile format, byte[] octets) {
    ClassTransform same = ClassTransform.transformingMethodBodies((code, each) -> code.with(each));
    ClassTransform version =
        ClassTransform.endHandler(c -> c.withVersion(ClassFile.JAVA_21_VERSION, 0));
    return format.transformClass(format.parse(octets), same.andThen(version));
  }

  private static ClassHierarchyResolver classesOf(FileSystem jar) {
    return ClassHierarchyResolver.ofResourceParsing(type -> {
          String name = type.descriptorString();
          return open(jar.getPath(name.substring(1, name.length() - 1) + ".class"));
        })
        .orElse(ClassHierarchyResolver.defaultResolver());
  }

  /** Null for what is of the Java runtime. */
  private static InputStream open(Path file) {
    try {
      return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
