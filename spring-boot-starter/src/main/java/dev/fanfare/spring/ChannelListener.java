package dev.fanfare.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a singleton bean that handles the events of a channel, as {@link dev.fanfare.app.ChannelEventListener} does. The
 * type of its only parameter is the type of the event. The methods of one bean for one channel are called one at a time and in the
 * order of the events, on a virtual thread. A failure is logged.
 *
 * {@snippet :
 * @ChannelListener("orders")
 * void placed(OrderPlaced order) {
 *     warehouse.reserve(order.item());
 * }
 * }
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ChannelListener {
    /** The name of the channel; may contain placeholders such as {@code ${shop.channel}}. */
    String value();
}
