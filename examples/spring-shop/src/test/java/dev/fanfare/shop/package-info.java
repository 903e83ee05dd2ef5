/** Tests of the shop. */
@NullMarked
package dev.fanfare.shop;

import org.jspecify.annotations.NullMarked;
