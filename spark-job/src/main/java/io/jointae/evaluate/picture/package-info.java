/** Pictures of filters, reconstructions, samples and codes, drawn with the image classes of the JDK. */
package io.jointae.evaluate.picture;
