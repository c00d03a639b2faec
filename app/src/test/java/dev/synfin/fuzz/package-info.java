/**
 * What a fuzzer feeds octets to: each class has one method {@code fuzzerTestOneInput}, and fails by
 * throwing.
 */
@NullMarked
package dev.synfin.fuzz;

import org.jspecify.annotations.NullMarked;
