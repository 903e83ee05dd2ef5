package dev.fanfare.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the routes and listeners of an application. It creates the beans with {@code @WebSocketRoute} and the configurers, but no
 * other components, web server or authentication; add what they need with {@code @Import} or {@code @MockitoBean}. Clients connect in
 * memory: inject a {@link dev.fanfare.testkit.app.TestServer}. It requires {@code fanfare-testkit} and
 * {@code spring-boot-starter-test}.
 *
 * {@snippet :
 * @FanfareTest
 * class OrdersTest {
 *     @Test
 *     void order_reachesClients(@Autowired TestServer server, @Autowired Channel orders) {
 *         var client = server.connect("/orders");
 *         orders.publish("tea");
 *         assertEquals("tea", client.receiveText());
 *     }
 * }
 * }
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(FanfareTestBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(FanfareTestFilter.class)
@ImportAutoConfiguration
public @interface FanfareTest {
    /** Properties as {@code key=value}. */
    String[] properties() default {};

    /** Whether the components that this annotation selects are created. */
    boolean useDefaultFilters() default true;

    /** Further components to create. */
    Filter[] includeFilters() default {};

    /** Components not to create. */
    Filter[] excludeFilters() default {};
}
