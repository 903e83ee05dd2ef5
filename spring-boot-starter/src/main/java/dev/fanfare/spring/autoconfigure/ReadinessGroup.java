package dev.fanfare.spring.autoconfigure;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.Ordered;

/**
 * Adds the health of Fanfare to the group {@code readiness}, if the application has it, so that a platform sends clients to nodes that
 * can serve them. Immutable.
 */
final class ReadinessGroup implements HealthEndpointGroupsPostProcessor, Ordered {
    private static final String READINESS = "readiness";
    private static final String FANFARE = "fanfare";

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        var extended = new LinkedHashMap<String, HealthEndpointGroup>();
        for (var name : groups.getNames()) {
            var group = groups.get(name);
            if (group != null) {
                extended.put(name, name.equals(READINESS) ? new WithFanfare(group) : group);
            }
        }
        return HealthEndpointGroups.of(groups.getPrimary(), extended);
    }

    /** After the processor of Spring Boot, which creates the group. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    /** A group with one more member. */
    private record WithFanfare(HealthEndpointGroup group) implements HealthEndpointGroup {
        @Override
        public boolean isMember(String name) {
            return name.equals(FANFARE) || group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
