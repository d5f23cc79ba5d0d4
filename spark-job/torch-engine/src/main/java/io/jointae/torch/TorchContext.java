package io.jointae.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A device and the element type of the tensors on it, with copies to and from the host. It counts the operations that are
 * sent to the device, each of which is at least one kernel launch on a GPU. Not thread-safe.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
class TorchContext implements AutoCloseable {

    static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();
    static final Scalar ZERO = new Scalar(0.0);
    static final Scalar ONE = new Scalar(1.0);
    static final Scalar MINUS_ONE = new Scalar(-1.0);
    static final Scalar INTEGER_ONE = new Scalar(1L);

    private static final Device HOST = new Device("cpu");

    private final Device device;
    private final DataType elements;
    private final ScalarType type;
    private final boolean onGpu;
    private final boolean roundsFactors;
    private final List<Tensor> kept = new ArrayList<>();
    private long launches;

    /**
     * Starts without tensors.
     *
     * @param elements {@code FLOAT} or {@code DOUBLE}
     * @param roundsFactors whether a GPU rounds the factors of products to TF32
     */
    TorchContext(Device device, DataType elements, boolean roundsFactors) {
        this.device = device;
        this.onGpu = device.is_cuda();
        this.elements = elements;
        this.type = elements == DataType.DOUBLE ? ScalarType.Double : ScalarType.Float;
        this.roundsFactors = roundsFactors;
    }

    /** Returns the type of the elements by ND4J's name. */
    DataType elements() {
        return elements;
    }

    ScalarType type() {
        return type;
    }

    /** Returns the number of operations so far. */
    long launches() {
        return launches;
    }

    /** Counts the operation that returned this tensor, and returns the tensor. */
    Tensor ran(Tensor result) {
        launches++;
        return result;
    }

    /**
     * Runs and counts a matrix product, whose factors are rounded as this context says. The library has one switch for the
     * whole process, which other contexts set as well.
     */
    Tensor product(Supplier<Tensor> operation) {
        if (!onGpu) {
            return ran(operation.get());
        }
        synchronized (TorchContext.class) {
            torch.globalContext().setAllowTF32CuBLAS(roundsFactors);
            return ran(operation.get());
        }
    }

    /** Returns a tensor of zeros, which lives until {@link #close} or {@link #release}. */
    Tensor zeros(ScalarType elements, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            TensorOptions options = new TensorOptions(elements).device(new DeviceOptional(device));
            return keep(torch.zeros(shape, options));
        }
    }

    /** Keeps a tensor that was made within a scope until {@link #close} or {@link #release}. */
    Tensor keep(Tensor tensor) {
        kept.add(tensor);
        tensor.retainReference();
        return tensor;
    }

    /** Releases a tensor that was kept. */
    void release(Tensor tensor) {
        kept.removeIf(each -> each == tensor);
        tensor.releaseReference();
    }

    /** Copies numbers to the device, into a tensor that holds at least as many. */
    void write(float[] values, int n, Tensor into) {
        try (PointerScope scope = new PointerScope()) {
            float[] exact = values.length == n ? values : java.util.Arrays.copyOf(values, n);
            ran(into.view(-1).narrow(0, 0, n).copy_(Tensor.create(exact, n)));
        }
    }

    /** Copies numbers to the device in its type, into a tensor that holds as many. */
    void write(double[] values, Tensor into) {
        try (PointerScope scope = new PointerScope()) {
            ran(into.view(-1).copy_(Tensor.create(values, values.length)));
        }
    }

    /** Copies whole numbers to the device, into a tensor that holds at least as many. */
    void write(long[] values, Tensor into) {
        try (PointerScope scope = new PointerScope()) {
            ran(into.view(-1).narrow(0, 0, values.length).copy_(Tensor.create(values, values.length)));
        }
    }

    /** Copies the first {@code n} numbers of a tensor to the host, and waits for the device. */
    void read(Tensor tensor, float[] into, int n) {
        try (PointerScope scope = new PointerScope()) {
            Tensor host = tensor.to(HOST, ScalarType.Float).contiguous();
            new FloatPointer(host.data_ptr()).get(into, 0, n);
        }
    }

    /** Copies a tensor to the host in double precision, and waits for the device. */
    void read(Tensor tensor, double[] into) {
        try (PointerScope scope = new PointerScope()) {
            Tensor host = tensor.to(HOST, ScalarType.Double).contiguous();
            new DoublePointer(host.data_ptr()).get(into, 0, into.length);
        }
    }

    @Override
    public void close() {
        kept.forEach(Tensor::releaseReference);
        kept.clear();
    }
}
