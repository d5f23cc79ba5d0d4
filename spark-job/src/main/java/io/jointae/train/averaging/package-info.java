/**
 * Parameter averaging on Spark. {@link io.jointae.train.averaging.AveragingMaster} runs the phases of a plan as rounds:
 * each broadcasts the parameters, lets every worker take local steps on its resident data, and averages the results.
 */
package io.jointae.train.averaging;
