/** Cookies, form fields and the content of streamed responses. Must not depend on other packages of app. */
@NullMarked
package dev.fanfare.app.internal.http;

import org.jspecify.annotations.NullMarked;
