/**
 * A trained model as files that other programs open: ONNX for runtimes that serve models, safetensors for PyTorch and
 * NumPy, and a Markdown page that describes both. {@link io.jointae.export.ModelExport} is the entry point. ONNX
 * networks scale their input as the model does. This package does not know how models are trained.
 */
package io.jointae.export;
