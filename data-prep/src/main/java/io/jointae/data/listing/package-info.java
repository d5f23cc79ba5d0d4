/** Lists folders with many subfolders by Spark tasks. */
package io.jointae.data.listing;
