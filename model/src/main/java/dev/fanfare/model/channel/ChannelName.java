package dev.fanfare.model.channel;

/** The rule for names of channels: 1 to {@value #MAX_LENGTH} characters, none of them a control character. */
public final class ChannelName {
    /** Longest allowed name, in UTF-16 units. */
    public static final int MAX_LENGTH = 255;

    private ChannelName() {}

    /**
     * Returns the name when it is allowed.
     *
     * @throws InvalidChannelNameException with the offending length or character and the allowed range
     */
    public static String require(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new InvalidChannelNameException(
                    "a channel's name has 1 to " + MAX_LENGTH + " characters, this one has " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new InvalidChannelNameException("a channel's name has no control characters, this one has U+"
                        + "%04X at %d".formatted((int) name.charAt(i), i));
            }
        }
        return name;
    }
}
