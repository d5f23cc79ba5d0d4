/** What a prepared dataset holds, in numbers and pictures. Changes nothing. */
package io.jointae.data.describe;
