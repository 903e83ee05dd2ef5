/** Budgets of the memory that clients can cause a node to hold. */
@NullMarked
package dev.fanfare.core.budget;

import org.jspecify.annotations.NullMarked;
