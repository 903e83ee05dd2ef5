/** A shop on Spring Boot whose pages show orders as they are placed. */
@NullMarked
package dev.fanfare.shop;

import org.jspecify.annotations.NullMarked;
