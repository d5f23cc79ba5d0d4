package io.jointae.results.paper;

import io.jointae.results.Metric;

/**
 * A number that the paper prints.
 *
 * @param table number of the table, such as {@code II}
 * @param dataset as the paper writes it, such as {@code bg-img-rot}
 * @param model as the paper writes it, such as {@code DAE-2UJ}
 * @param value in the unit of the table's metric
 * @param interval the number after ±: the half width of the 95 % confidence interval in Tables II-VII; the paper does
 *     not say which interval Table I gives, see {@link Metric#LOG_LIKELIHOOD}
 */
public record PaperCell(String table, String dataset, String model, double value, double interval) {}
