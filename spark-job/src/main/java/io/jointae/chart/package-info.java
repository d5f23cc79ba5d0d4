/** Line charts as SVG. Nothing here knows what a chart shows. */
package io.jointae.chart;
