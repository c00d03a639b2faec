/** IP addresses as text and as octets, for all who write them. */
@NullMarked
package dev.synfin.address;

import org.jspecify.annotations.NullMarked;
