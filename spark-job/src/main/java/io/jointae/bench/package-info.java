/**
 * What {@code bench} measures: this machine's limit and our share of it, in one run with the same threads.
 * Knows every room but {@code cli}; nothing but {@code cli} knows it.
 */
package io.jointae.bench;
