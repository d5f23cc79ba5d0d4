package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.linalg.Nd4jMatrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@link ElementWise} by ND4J's own operations, for every element type and backend. GPUs and gradient checks in double
 * precision use it, and it is the reference for the fused passes.
 */
final class Nd4jElementWise implements ElementWise {

    private final DataType type;

    Nd4jElementWise(DataType type) {
        this.type = type;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public void load(Minibatch batch, Matrix x) {
        int rows = x.rows();
        float[] values = new float[rows * batch.size()];
        float[] column = new float[rows];
        for (int j = 0; j < batch.size(); j++) {
            batch.copy(j, 0, column, rows);
            System.arraycopy(column, 0, values, j * rows, rows);
        }
        array(x).assign(columns(values, rows));
    }

    @Override
    public void activate(Matrix z, Matrix bias, Activation f) {
        array(z).addiColumnVector(array(bias));
        array(z).assign(value(f, array(z)));
    }

    @Override
    public void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into) {
        // Every process has the form mask * h + added. The random numbers are drawn on the host, so that all backends
        // use the same ones. The sum is computed in the type of the matrix.
        int rows = h.rows();
        float[] added = new float[h.length()];
        float[] column = new float[rows];
        float[] scratch = new float[rows];
        for (int j = 0; j < h.columns(); j++) {
            Arrays.fill(column, 0);
            CounterRandom.corrupt(corruption, keys.key(j), 0, column, scratch, rows);
            System.arraycopy(column, 0, added, j * rows, rows);
        }
        array(into).assign(array(h).mul(keepMask(h, corruption, keys)).addi(columns(added, rows)));
    }

    @Override
    public void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys) {
        array(delta).muli(keepMask(delta, corruption, keys));
    }

    /** Returns a matrix with 1 where a unit is kept and 0 where the corruption replaces it. */
    private INDArray keepMask(Matrix like, Corruption corruption, RowKeys keys) {
        int rows = like.rows();
        float[] mask = new float[like.length()];
        float[] column = new float[rows];
        for (int j = 0; j < like.columns(); j++) {
            Arrays.fill(column, 1);
            CounterRandom.backward(corruption, keys.key(j), 0, column, rows);
            System.arraycopy(column, 0, mask, j * rows, rows);
        }
        return columns(mask, rows);
    }

    @Override
    public Cost output(
            Matrix z,
            Matrix bias,
            Activation f,
            Loss loss,
            Matrix target,
            double scale,
            Matrix biasGradient,
            Matrix targetGradient) {
        INDArray pre = array(z).addiColumnVector(array(bias));
        INDArray t = array(target);
        INDArray y = value(f, pre);
        double cost;
        if (loss == Loss.CROSS_ENTROPY) {
            cost = softplus(pre).subi(pre.mul(t)).sumNumber().doubleValue();
            if (targetGradient != null) {
                array(targetGradient).assign(pre.mul(-scale));
            }
            array(z).assign(y.sub(t).muli(scale));
        } else {
            INDArray difference = y.sub(t);
            cost = difference.mul(difference).sumNumber().doubleValue();
            if (targetGradient != null) {
                array(targetGradient).assign(difference.mul(-2 * scale));
            }
            array(z).assign(difference.muli(2 * scale).muli(slope(f, y)));
        }
        array(biasGradient).assign(array(z).sum(true, 1));
        return () -> cost;
    }

    @Override
    public void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add) {
        array(delta).muli(slope(f, array(a)));
        INDArray sums = array(delta).sum(true, 1);
        if (add) {
            array(biasGradient).addi(sums);
        } else {
            array(biasGradient).assign(sums);
        }
    }

    @Override
    public Cost backwardContractive(
            Matrix delta,
            Matrix a,
            Activation f,
            Matrix biasGradient,
            Matrix squares,
            double weight,
            Matrix columnFactors) {
        INDArray slope = slope(f, array(a));
        INDArray curvatureTerm =
                curvature(f, array(a)).mulColumnVector(array(squares)).muli(2 * weight);
        array(delta).addi(curvatureTerm).muli(slope);
        array(biasGradient).assign(array(delta).sum(true, 1));
        INDArray slopeSquares = slope.mul(slope).sum(true, 1);
        array(columnFactors).assign(slopeSquares.mul(2 * weight));
        double penalty = weight * slopeSquares.mul(array(squares)).sumNumber().doubleValue();
        return () -> penalty;
    }

    @Override
    public void columnSquares(Matrix w, Matrix squares) {
        array(squares)
                .assign(array(w).mul(array(w))
                        .sum(true, 0)
                        .reshape(array(squares).shape()));
    }

    @Override
    public Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        INDArray values = array(w);
        addPenaltyGradient(values, array(gradient), penalty);
        double cost = penalty.l1() * Transforms.abs(values, true).sumNumber().doubleValue()
                + penalty.l2() / 2 * values.mul(values).sumNumber().doubleValue();
        return () -> cost;
    }

    private static void addPenaltyGradient(INDArray values, INDArray gradient, WeightPenalty penalty) {
        if (penalty.columnFactors() != null) {
            gradient.addi(values.mulRowVector(array(penalty.columnFactors()).reshape(1, penalty.columns())));
        }
        gradient.addi(values.mul(penalty.l2()));
        gradient.addi(Transforms.sign(values, true).muli(penalty.l1()));
    }

    @Override
    public void update(
            Updater updater,
            Matrix parameters,
            Matrix state,
            Matrix gradient,
            int from,
            int to,
            double learningRate,
            WeightPenalty penalty) {
        INDArray p = part(parameters, from, to);
        INDArray g = part(gradient, from, to);
        if (penalty != null) {
            g = g.dup();
            addPenaltyGradient(
                    p.reshape('f', penalty.rows(), penalty.columns()),
                    g.reshape('f', penalty.rows(), penalty.columns()),
                    penalty);
        }
        if (updater.kind() == Updater.Kind.SGD) {
            p.subi(g.mul(learningRate));
            return;
        }
        INDArray r = part(state, from, to);
        r.muli(updater.decay()).addi(g.mul(g).muli(1 - updater.decay()));
        p.subi(g.mul(learningRate).divi(Transforms.sqrt(r, true).addi(updater.epsilon())));
    }

    private static INDArray array(Matrix matrix) {
        return ((Nd4jMatrix) matrix).array();
    }

    private INDArray columns(float[] values, int rows) {
        return Nd4j.create(values, new long[] {rows, values.length / rows}, 'f').castTo(type);
    }

    private static INDArray part(Matrix flat, int from, int to) {
        return array(flat.view(from, to - from, 1));
    }

    private static INDArray value(Activation f, INDArray z) {
        return switch (f) {
            case LOGISTIC -> Transforms.sigmoid(z, true);
            case TANH -> Transforms.tanh(z, true);
            case RELU -> Transforms.relu(z, true);
            case ELU -> Transforms.elu(z, true);
            case SOFTPLUS -> softplus(z);
            case SOFTSIGN -> Transforms.softsign(z, true);
            case IDENTITY -> z.dup('f');
        };
    }

    /** Returns {@code max(z, 0) - log(logistic(|z|))}, a form that neither overflows nor loses small values. */
    private static INDArray softplus(INDArray z) {
        INDArray magnitude = Transforms.abs(z, true);
        return Transforms.relu(z, true)
                .addi(Transforms.log(Transforms.exp(magnitude.neg(), false).addi(1), false));
    }

    private static INDArray slope(Activation f, INDArray a) {
        return switch (f) {
            case LOGISTIC -> a.rsub(1).muli(a);
            case TANH -> a.mul(a).rsubi(1);
            case RELU -> a.gt(0).castTo(a.dataType());
            case ELU -> Transforms.min(a, 0, true).addi(1);
            case SOFTPLUS -> Transforms.exp(a.neg(), false).rsubi(1);
            case SOFTSIGN -> {
                INDArray rest = Transforms.abs(a, true).rsubi(1);
                yield rest.muli(rest.dup());
            }
            case IDENTITY -> Nd4j.onesLike(a);
        };
    }

    private static INDArray curvature(Activation f, INDArray a) {
        return switch (f) {
            case LOGISTIC -> slope(f, a).muli(a.mul(-2).addi(1));
            case TANH -> slope(f, a).muli(a).muli(-2);
            case RELU, IDENTITY -> Nd4j.zerosLike(a);
            case ELU -> slope(f, a).muli(a.lte(0).castTo(a.dataType()));
            case SOFTPLUS -> slope(f, a).muli(Transforms.exp(a.neg(), false));
            case SOFTSIGN -> {
                INDArray rest = Transforms.abs(a, true).rsubi(1);
                yield Transforms.sign(a, true).muli(-2).muli(rest).muli(rest).muli(rest);
            }
        };
    }
}
