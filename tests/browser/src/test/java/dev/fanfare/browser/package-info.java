/** Tests of the example pages in headless Chromium. */
@NullMarked
package dev.fanfare.browser;

import org.jspecify.annotations.NullMarked;
