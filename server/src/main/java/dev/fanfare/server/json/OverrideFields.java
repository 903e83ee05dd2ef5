package dev.fanfare.server.json;

import dev.fanfare.model.access.Overrides;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link Overrides}: each setting is an object with a value, {@code {"presence": {"value": true}}}. Immutable. */
public record OverrideFields(
        @Nullable Flag presence,
        @Nullable Flag joinLeave,
        @Nullable Flag forceRecovery,
        @Nullable Flag forcePositioning,
        @Nullable Flag forcePushJoinLeave) {
    /** One setting; false if the value is missing. */
    public record Flag(boolean value) {}

    /** The settings; none if the fields are missing. */
    public static Overrides of(@Nullable OverrideFields fields) {
        return fields == null
                ? Overrides.NONE
                : new Overrides(
                        value(fields.presence),
                        value(fields.joinLeave),
                        value(fields.forceRecovery),
                        value(fields.forcePositioning),
                        value(fields.forcePushJoinLeave));
    }

    private static @Nullable Boolean value(@Nullable Flag flag) {
        return flag == null ? null : flag.value();
    }
}
