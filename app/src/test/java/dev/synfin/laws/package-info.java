/** Laws that hold for every capture, tried on random ones. */
@NullMarked
package dev.synfin.laws;

import org.jspecify.annotations.NullMarked;
