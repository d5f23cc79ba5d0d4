/** Pictures of filters, reconstructions and samples, drawn with the image classes of the JDK. */
package io.jointae.evaluate.picture;
