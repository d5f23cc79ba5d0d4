/**
 * Fine-tuning (section IV-D of the paper): the encoder of a trained stack with a softmax layer on top is trained with
 * labels. One Spark task fine-tunes with one learning rate, or several workers do in rounds. This package knows blocks of
 * rows and stacks, but neither datasets nor result rows.
 */
package io.jointae.evaluate.finetune;
