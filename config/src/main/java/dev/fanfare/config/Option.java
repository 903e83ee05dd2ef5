package dev.fanfare.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a record component as an option or, if the component is a record, as a group of options. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** The description: one or two sentences, with the unit if the type does not imply it. Empty for an inline group. */
    String value() default "";

    /** The default, written as in a file; items of a list are separated by commas. */
    String defaults() default "";

    /** The smallest valid value, written as in a file; empty: zero. */
    String min() default "";

    /** The largest valid value, written as in a file; empty: only the type limits it. */
    String max() default "";

    /** Whether the keys of this group appear directly in the surrounding group. */
    boolean inline() default false;

    /** Whether a change of this option, or of any option in this group, takes effect without a restart. */
    boolean reloadable() default false;
}
