/** From the logits of a classifier, which are the codes of its stack, to classes and probabilities. */
package io.jointae.encode.classify;
