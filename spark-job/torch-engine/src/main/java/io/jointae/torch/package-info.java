/**
 * The engines that compute with PyTorch's library (LibTorch through JavaCPP): {@link io.jointae.torch.TorchCpuEngine} and
 * {@link io.jointae.torch.TorchCudaEngine} run the same code on the processor and on an NVIDIA GPU, and {@link
 * io.jointae.torch.TorchTf32Engine} rounds the factors of products there.
 *
 * <p>A matrix {@code [units, batch]} in Fortran order is a tensor {@code [batch, units]}, whose memory has the same
 * bytes. Operations of a step write into tensors that exist, so that it allocates no memory on the device; views of
 * tensors are made inside a {@code PointerScope}, so that it leaves none behind.
 */
package io.jointae.torch;
