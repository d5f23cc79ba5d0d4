/** Describes a prepared dataset in numbers and in a picture. This package changes no dataset. */
package io.jointae.data.describe;
