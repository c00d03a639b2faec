/** The test kit: synfin's lab in JUnit and Testcontainers. Start with {@code Lab}. */
@NullMarked
package dev.synfin.lab;

import org.jspecify.annotations.NullMarked;
