/**
 * Tables as people have them: which columns become features, what is measured on the training rows for that, and where a
 * row comes from. The stored result is {@link io.jointae.feature.TableFeatures}. This package knows neither the files of a
 * source nor its splits.
 */
package io.jointae.data.columns;
