package dev.fanfare.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves WebSockets on a path by a bean: a {@link dev.fanfare.app.WebSocketHandler}, which is a singleton, or a
 * {@link dev.fanfare.app.SocketHandler}, which needs {@code @Scope("prototype")} because each instance serves one connection. Placed on
 * the class of a component or on a {@code @Bean} method.
 *
 * {@snippet :
 * @Bean
 * @WebSocketRoute("/orders")
 * WebSocketHandler orders(Channel orders) {
 *     return ws -> {
 *         ws.subscribe(orders);
 *         ws.awaitClose();
 *     };
 * }
 * }
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WebSocketRoute {
    /** The path, as for {@link dev.fanfare.app.Routes}; may contain placeholders of Spring such as {@code ${shop.path}}. */
    String value();
}
