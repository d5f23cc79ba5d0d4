/** Classifiers that were fine-tuned from a stack, as folders that jointae and DL4J open. */
package io.jointae.model.tuned;
