package io.jointae.sweep.plan;

import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.evaluate.frozen.NeighborsEvaluation;
import io.jointae.evaluate.frozen.ProbeEvaluation;
import io.jointae.evaluate.frozen.RankEvaluation;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.Architecture;

/**
 * Estimates the multiply-adds of the matrix products of evaluations. The estimate is rough: the number of passes that
 * the SVM's solver needs depends on the data, and fine-tuning is counted with its maximum number of epochs, although it
 * usually stops earlier.
 */
public final class EvaluationWork {

    /** Approximate number of passes over the training rows per cost C of the SVM. Each pass has two products. */
    private static final int SVM_PASSES = 100;

    /** Number of products per supervised step: one forward and two backward. */
    private static final int STEP_PRODUCTS = 3;

    /** Approximate number of passes over the labeled rows per cost C of the probe. Each pass has two products. */
    private static final int PROBE_PASSES = 100;

    private EvaluationWork() {}

    /** Returns the multiply-adds of all evaluations of a trial. */
    public static double of(Trial trial) {
        return trial.evaluation().evaluations().stream()
                .mapToDouble(evaluation -> of(trial, evaluation))
                .sum();
    }

    /** Returns the multiply-adds of one evaluation of a trial. */
    public static double of(Trial trial, String evaluation) {
        TrialData.Size data = trial.data().size();
        Architecture architecture = trial.plan().architecture();
        double encode = 0;
        for (int i = 0; i < architecture.depth(); i++) {
            encode += (double) architecture.width(i) * architecture.width(i + 1);
        }
        double rows = data.trainRows() + data.validRows() + data.testRows();
        double top = architecture.width(architecture.depth());
        return switch (evaluation) {
            case TrialEvaluation.SVM -> {
                double outputs = data.classes() == 2 ? 1 : data.classes();
                yield rows * encode
                        + trial.evaluation().svmCosts().size() * SVM_PASSES * 2.0 * data.trainRows() * top * outputs;
            }
            case TrialEvaluation.PARZEN -> {
                SamplingPlan samples = trial.evaluation().samples();
                double steps = (double) samples.chains() * samples.burnIn() + (double) samples.count() * samples.thin();
                yield steps * 2 * encode
                        + (double) samples.count() * (data.validRows() + data.testRows()) * data.width();
            }
            case TrialEvaluation.FINETUNE -> {
                FinetuneOptions finetune = trial.evaluation().finetune();
                double row = encode + top * data.classes();
                yield finetune.epochs() * (STEP_PRODUCTS * (double) data.trainRows() + data.validRows()) * row
                        + data.testRows() * row;
            }
            case ProbeEvaluation.NAME -> {
                double passes =
                        (double) trial.evaluation().frozen().probeCosts().size() * PROBE_PASSES;
                yield rows * encode + passes * 2 * labeledRows(trial) * units(trial) * data.classes();
            }
            case NeighborsEvaluation.NAME ->
                rows * encode + (data.validRows() + data.testRows()) * labeledRows(trial) * units(trial);
            case RankEvaluation.NAME -> {
                double products = 0;
                for (int i = 1; i <= architecture.depth(); i++) {
                    products += (double) architecture.width(i) * architecture.width(i);
                }
                yield data.trainRows() * (architecture.depth() * encode + products);
            }
            default -> 2 * rows * encode;
        };
    }

    /** Returns the number of labeled rows of all shares together. */
    private static double labeledRows(Trial trial) {
        double percents = trial.evaluation().frozen().shares().percents().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return percents / 100 * trial.data().size().trainRows();
    }

    /** Returns the number of units of the layer whose codes are classified. */
    private static double units(Trial trial) {
        Architecture architecture = trial.plan().architecture();
        FrozenOptions frozen = trial.evaluation().frozen();
        return architecture.width(frozen.layer() == 0 ? architecture.depth() : frozen.layer());
    }
}
