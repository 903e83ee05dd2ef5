/** The examples' pages in headless Chromium, as a person uses them. */
@NullMarked
package dev.fanfare.browser;

import org.jspecify.annotations.NullMarked;
