package dev.synfin.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Keeps what the running taps saw of a test that fails: the captures, the timeline and the ladder,
 * in {@code target/wire/CLASS/TEST/} (or in the folder that {@code -Dsynfin.wire} names). What
 * {@code @BeforeEach} and {@code @AfterEach} sent belongs to it. What each failed assertion looked
 * at stands beside it, in {@code asserted/}, {@code asserted-2/} and so on. Of a test that passes
 * nothing stays, though failures were expected in it and caught.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(KeepWireExtension.class)
public @interface KeepWire {

  /** Whether tests that pass keep theirs too. */
  boolean always() default false;

  /** Whether what the segments carry is kept; without it, headers alone are. */
  boolean keepPayload() default false;
}
