/**
 * Fine-tuning (paper, section IV-D): the encoder of a trained stack under a softmax, trained with labels as a plain
 * DL4J network. Knows what {@code evaluate} knows.
 */
package io.jointae.evaluate.finetune;
