package dev.fanfare.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reference says of a record component, and what it is when nobody sets it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** Its meaning, in a sentence or two, with the unit where the type does not say it. */
    String value();

    /** The default as it would be written; items of a list are separated by commas. */
    String defaults() default "";

    /** The smallest value allowed, as it would be written; empty: zero. */
    String min() default "";

    /** The largest value allowed, as it would be written; empty: no limit but the type's. */
    String max() default "";
}
