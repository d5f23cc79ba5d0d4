/**
 * How the values of the user's data become the inputs of a network: the scaling of each feature, which a dataset states in
 * its manifest and a model in its card. This package knows neither datasets nor networks.
 */
package io.jointae.feature;
