/**
 * What the paper measures of a trained model: reconstruction, linear SVM, Parzen-window likelihood, samples. Every
 * evaluation is a few Spark jobs over blocks of rows. Knows models, data and result rows; nothing of training.
 */
package io.jointae.evaluate;
