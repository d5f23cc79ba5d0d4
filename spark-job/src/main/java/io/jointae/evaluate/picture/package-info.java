/** Images of rows: filters, reconstructions beside originals, sheets of samples. Through the JDK's own imaging. */
package io.jointae.evaluate.picture;
