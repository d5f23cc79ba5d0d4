/** The numbers that the paper prints, as data. */
package io.jointae.results.paper;
