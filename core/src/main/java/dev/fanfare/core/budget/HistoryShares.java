package dev.fanfare.core.budget;

/**
 * The parts of the budgets of the memory engine that one share and one user may use. Immutable.
 *
 * @param sharePercent percentage of the budgets of histories and of metadata for the channels of one share, such as a
 *     namespace; 1 to 100
 * @param userPercent percentage of the histories of a share for the publications of one user; 1 to 100
 */
public record HistoryShares(int sharePercent, int userPercent) {
    /** 75 % for one share, and 12 % of that for one user. */
    public static final HistoryShares DEFAULTS = new HistoryShares(75, 12);

    private static final int ALL = 100;

    public HistoryShares {
        if (sharePercent < 1 || sharePercent > ALL) {
            throw new IllegalArgumentException("sharePercent must be 1 to 100, got " + sharePercent);
        }
        if (userPercent < 1 || userPercent > ALL) {
            throw new IllegalArgumentException("userPercent must be 1 to 100, got " + userPercent);
        }
    }

    /** Returns the bytes that one share may use of a budget. */
    public long ofShare(long budget) {
        return part(budget, sharePercent);
    }

    /** Returns the bytes that one user may use of the budget of histories. */
    public long ofUser(long budget) {
        return part(ofShare(budget), userPercent);
    }

    private static long part(long whole, int percent) {
        return Math.max(1, (long) ((double) whole * percent / ALL));
    }
}
