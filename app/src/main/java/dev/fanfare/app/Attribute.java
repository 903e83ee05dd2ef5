package dev.fanfare.app;

/**
 * The key of a value that middleware adds to a request for inner middleware and the handler. Immutable.
 *
 * <p>Keep it in a constant: two attributes are never equal, even with the same name.
 *
 * @param <T> the type of the value
 */
public final class Attribute<T> {
    private final String name;
    private final Class<T> type;

    private Attribute(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** Creates a key; the name appears in messages only. */
    public static <T> Attribute<T> of(String name, Class<T> type) {
        return new Attribute<>(name, type);
    }

    T cast(Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
