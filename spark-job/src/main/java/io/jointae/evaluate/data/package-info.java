/** Rows of pixels or features as blocks of plain floats, which every evaluation works on. Knows nothing of ours. */
package io.jointae.evaluate.data;
