/**
 * A trained model as a DL4J network and as a directory on disk: {@code network.zip} in DL4J's own format and the model
 * card {@code model.json}. The class names of this package are part of the format of {@code network.zip}.
 */
package io.jointae.model;
