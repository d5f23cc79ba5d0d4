/**
 * The statements of the paper, and whether measured results support them: {@link io.jointae.results.claim.ClaimTests} is the
 * entry point.
 */
package io.jointae.results.claim;
