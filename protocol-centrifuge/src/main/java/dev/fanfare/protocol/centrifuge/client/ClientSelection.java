package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.protocol.centrifuge.message.TagsFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription gets. Immutable.
 *
 * @param joins whether that includes joins and leaves
 * @param filter which publications; null for all
 */
record ClientSelection(boolean joins, @Nullable TagsFilter filter) implements PushSelection {
    @Override
    public boolean includes(Push push) {
        return switch (push) {
            case Publication publication -> filter == null || filter.matches(publication.tags());
            case Join join -> joins;
            case Leave leave -> joins;
        };
    }
}
