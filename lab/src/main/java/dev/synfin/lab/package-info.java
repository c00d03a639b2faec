/**
 * The test kit: what happens on the wire of anybody's containers, asserted in JUnit with
 * Testcontainers. Start with {@link dev.synfin.lab.WireTap}, whose timelines {@link
 * dev.synfin.lab.WireAssertions} look at; {@link dev.synfin.lab.Lab} runs synfin's own scenarios.
 */
@NullMarked
package dev.synfin.lab;

import org.jspecify.annotations.NullMarked;
