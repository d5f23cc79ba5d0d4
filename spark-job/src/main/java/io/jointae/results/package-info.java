/** One measured cell and the store of them; the paper's own numbers as data. Knows nothing of ours but {@code base}. */
package io.jointae.results;
