/**
 * A trained model as a DL4J network and as a directory: {@code network.zip} in DL4J's own format and the model card
 * {@code model.json}. The name of the class {@code StackConf} is part of the format of {@code network.zip}. This package
 * does not know how models are trained.
 */
package io.jointae.model;
