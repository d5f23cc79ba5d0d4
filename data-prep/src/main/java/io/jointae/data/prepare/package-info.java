/** The catalogue of the nine datasets and the job that prepares one: joins sources and recipes to the format. */
package io.jointae.data.prepare;
