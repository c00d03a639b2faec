/** The document for a person's eyes: the ladder, packets as text, a table of many connections. */
@NullMarked
package dev.synfin.render;

import org.jspecify.annotations.NullMarked;
