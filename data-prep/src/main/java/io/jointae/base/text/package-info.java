/** Texts for people: numbers with the nouns that they count, and foreign names as a terminal may show them. */
package io.jointae.base.text;
