package dev.fanfare.app;

/**
 * A key for something that middleware keeps in a request for those behind it; keep it in a constant. Two attributes are
 * never equal, whatever their names. Immutable.
 *
 * @param <T> what is kept under it
 */
public final class Attribute<T> {
    private final String name;
    private final Class<T> type;

    private Attribute(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** A key for values of this type; the name is for messages. */
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
