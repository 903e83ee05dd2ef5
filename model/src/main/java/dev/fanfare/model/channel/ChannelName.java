package dev.fanfare.model.channel;

/** Validates channel names: 1 to {@value #MAX_LENGTH} characters, no control characters. Stateless. */
public final class ChannelName {
    /** The maximum length of a name, in UTF-16 units. */
    public static final int MAX_LENGTH = 255;

    private ChannelName() {}

    /**
     * Returns the name if it is valid.
     *
     * @throws InvalidChannelNameException if the length or a character is not allowed
     */
    public static String require(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new InvalidChannelNameException(
                    "a channel name must have 1 to " + MAX_LENGTH + " characters, got " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new InvalidChannelNameException("a channel name must not contain control characters, found U+"
                        + "%04X at index %d".formatted((int) name.charAt(i), i));
            }
        }
        return name;
    }
}
