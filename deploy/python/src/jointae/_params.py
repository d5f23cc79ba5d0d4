"""The parameters of the stages with their types. deploy/python/generate_params.py writes this file."""

from __future__ import annotations

from typing import Any, Dict, TypedDict, TypeVar

from pyspark.ml.param import Param, Params, TypeConverters

from jointae._values import PerLayer, per_layer

Owner = TypeVar("Owner", bound=Params)


class InputOptions(TypedDict, total=False):
    """Which rows are read, and how: the parameters of all stages."""

    batchSize: int
    """Sets the number of rows that one matrix product encodes, 1 or more."""

    handleInvalid: str
    """Selects what happens to rows that are null, have the wrong length or hold a value that is not
    finite: error stops the job, skip leaves them out, and keep gives them null features.
    """

    inputCol: str
    """Names the column of input vectors: array<float>, array<double> or ML Vector."""


class FeatureOptions(InputOptions, total=False):
    """How rows are encoded: the parameters of a trained stack."""

    layer: int
    """Selects the layer whose code becomes the features, counted from 1 for the lowest. The value 0 stands
    for the top layer.
    """

    outputCol: str
    """Names the new column of features."""

    outputType: str
    """Selects the type of the features: array for array<float>, which every reader of Parquet understands,
    or vector for an ML Vector, which Spark's own stages take.
    """


class TrainingOptions(TypedDict, total=False):
    """How a stack is trained: the options of the command train, and how the values of a table are scaled."""

    activation: PerLayer
    """Selects the activation function of a layer's encoder. Give one value for all layers, or one value
    per layer separated by commas, lowest layer first. Each value must be logistic, tanh, relu, elu,
    softplus, softsign or identity. Default: logistic.
    """

    averagingFrequency: int
    """Sets the number of batches that each worker trains on between two averagings. The value 0 averages
    once per epoch. It must be a whole number of 0 or more. Default: 25 for 2 workers, and 5 for more.
    """

    categorical: str
    """Names the columns that become one value per category, separated by commas."""

    clip: float
    """Limits standardized values to this many standard deviations from the mean. It must be greater than
    0.
    """

    contraction: PerLayer
    """Sets the weight of the contractive penalty of a contractive layer. Give one value for all layers, or
    one value per layer separated by commas, lowest layer first. Each value must be a number of 0 or
    more. Default: 0.15.
    """

    corruption: PerLayer
    """Selects how the input of a denoising layer is corrupted during training. Give one value for all
    layers, or one value per layer separated by commas, lowest layer first. Each value must be gaussian,
    masking or salt-and-pepper. Default: gaussian.
    """

    engine: str
    """Selects the library that computes the training steps. The torch engines need jars that the
    application does not contain. It must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32. Default:
    nd4j.
    """

    epochs: int
    """Sets the number of epochs per training phase. A layerwise scheme has one phase per layer. It must be
    a whole number of 1 or more. Default: 300.
    """

    evaluateEvery: int
    """Sets the number of epochs between two evaluations of the reconstruction cost. The value 0 turns them
    off. It must be a whole number of 0 or more. Default: 0.
    """

    exceptColumns: str
    """Makes the input vector from all columns of the table but these, separated by commas."""

    features: str
    """Names the columns of numbers, vectors and categories whose values become the input vector, separated
    by commas, instead of the one column of inputCol. The model keeps the columns and reads them.
    """

    hidden: PerLayer
    """Sets the number of hidden units. Give one value for all layers, or one value per layer separated by
    commas, lowest layer first. Each value must be a whole number of 1 or more. Default: 1000.
    """

    initialWeights: str
    """Selects the range of the weights before training: plus or minus sqrt(6 / (inputs + units)) for all
    layers (glorot), or four times that for layers of logistic units (glorot-logistic). It must be
    glorot-logistic or glorot. Default: glorot-logistic.
    """

    keepConstant: bool
    """Keeps features that have the same value in every row, with the scaled value 0, instead of refusing
    them.
    """

    kind: PerLayer
    """Selects a plain (ae), denoising (dae) or contractive (cae) auto-encoder. Give one value for all
    layers, or one value per layer separated by commas, lowest layer first. Each value must be ae, dae
    or cae. Default: dae.
    """

    l1: PerLayer
    """Sets the weight of the L1 penalty on a layer's weights. Give one value for all layers, or one value
    per layer separated by commas, lowest layer first. Each value must be a number of 0 or more.
    Default: 0.
    """

    layers: int
    """Sets the number of auto-encoder layers in the stack. It must be a whole number of 1 or more.
    Default: 2.
    """

    learningRate: float
    """Sets the learning rate of RMSProp, whose decay is 0.9. It must be a number greater than 0. Default:
    0.001.
    """

    learningRateRule: str
    """Selects how the learning rate grows with the number of workers: not at all (none), with its square
    root (sqrt), or in proportion (linear). It must be none, sqrt or linear. Default: none.
    """

    loss: str
    """Selects the reconstruction loss. Cross-entropy is for data in the range from 0 to 1. It must be
    cross-entropy or squared-error. Default: cross-entropy, and squared-error for standardized data.
    """

    missing: str
    """Selects what takes the place of a missing value of a column: nothing (refuse), or the mean (mean) or
    the median (median) of the table; for a category, the most frequent one.
    """

    noise: PerLayer
    """Sets the corruption of a denoising layer: the standard deviation of gaussian corruption, or the
    fraction of units that masking and salt-and-pepper corruption change, which is at most 1. Give one
    value for all layers, or one value per layer separated by commas, lowest layer first. Each value
    must be a number of 0 or more. Default: 0.5.
    """

    optimizerState: str
    """Selects whether the workers' optimizer states are averaged as well (average), or each worker keeps
    its own (keep). It must be average or keep. Default: average.
    """

    outerLearningRate: float
    """Sets the factor of the change at an averaging. It must be a number greater than 0. Default: 0.7, and
    1 for the plain average.
    """

    outerMomentum: float
    """Sets the share of the changes at earlier averagings that is added to the change at an averaging. It
    must be a number of at least 0 and less than 1. Default: 0.7 for 2 workers, 0.8 for 3 or 4, 0.9 for
    more, and 0 for the plain average.
    """

    outerOptimizer: str
    """Selects how the parameters change at an averaging: to the mean of the replicas (average), or towards
    it with momentum (momentum) or with Nesterov momentum (nesterov). It must be average, momentum or
    nesterov. Default: average for 1 worker, and nesterov for more.
    """

    outputActivation: str
    """Selects the activation function of the reconstruction. Cross-entropy needs the logistic function. It
    must be logistic, tanh, relu, elu, softplus, softsign or identity. Default: logistic, and identity
    for standardized data.
    """

    precision: str
    """Selects the precision of the factors of matrix products. The precision bfloat16 needs a processor
    with AVX512_BF16 or AMX instructions; it is faster with AMX and on AMD's processors, and results
    differ slightly. The precision auto is bfloat16 if the processor of the driver is faster with it. It
    must be float, bfloat16 or auto. Default: float.
    """

    scaling: str
    """Selects how each feature is scaled by its values in the table: none for values in [0, 1],
    standardize to mean 0 and standard deviation 1, minmax to [0, 1], or log for minmax after log(1 +
    x). The model keeps the scaling and applies it.
    """

    scheme: str
    """Selects the training scheme: layerwise (L), joint (J), layerwise followed by joint training without
    (U) or with (UJ) regularization, joint with one layer learning at a time (scheduled), or the sum of
    the layers' objectives (summed). It must be L, J, U, UJ, scheduled or summed. Default: J.
    """

    seed: int
    """Seeds the initial weights, the corruption and the order of the examples. It must be a whole number.
    Default: 1.
    """

    shuffle: bool
    """Draws a new order of the training examples for every epoch. Default: true."""

    shuffleLimit: int
    """Sets the size of training data, at 4 bytes per value, up to which an epoch shuffles all rows of a
    worker at once. Larger data are shuffled block by block, so that they may be on disk. It must be a
    whole number of 0 or more. Default: 512.
    """

    tied: bool
    """Makes each decoder use the transposed weights of its encoder. Default: true."""

    trainingBatchSize: int
    """Sets the number of examples per training step. It must be a whole number of 1 or more. Default: 100."""

    unseenCategories: str
    """Selects what a category becomes in transform that the table did not have: an invalid row (refuse),
    or zeros (zero).
    """

    warmUpSteps: int
    """Sets the number of steps at the start of each phase over which the learning rate rises linearly to
    its value. It must be a whole number of 0 or more. Default: 0.
    """

    weightDecay: PerLayer
    """Sets the weight of the L2 penalty on a layer's weights. Give one value for all layers, or one value
    per layer separated by commas, lowest layer first. Each value must be a number of 0 or more.
    Default: 0.
    """

    workers: int
    """Sets the number of workers. Each trains a replica on its own part of the data, and the replicas are
    averaged. It must be a whole number of 1 or more. Default: 1.
    """


class StageOptions(FeatureOptions, TrainingOptions, total=False):
    """All parameters of the stage that trains."""


class InputParams(Params):
    """The parameters of all stages."""

    batchSize: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "batchSize",
        "Sets the number of rows that one matrix product encodes, 1 or more.",
        TypeConverters.toInt,
    )
    handleInvalid: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "handleInvalid",
        "Selects what happens to rows that are null, have the wrong length or hold a value that is not "
        "finite: error stops the job, skip leaves them out, and keep gives them null features.",
        TypeConverters.toString,
    )
    inputCol: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "inputCol",
        "Names the column of input vectors: array<float>, array<double> or ML Vector.",
        TypeConverters.toString,
    )

    def getBatchSize(self) -> int:
        """Returns the value of `batchSize`."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self: Owner, value: int) -> Owner:
        """Sets the number of rows that one matrix product encodes, 1 or more."""
        self._set(batchSize=value)  # type: ignore[attr-defined]
        return self

    def getHandleInvalid(self) -> str:
        """Returns the value of `handleInvalid`."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self: Owner, value: str) -> Owner:
        """Selects what happens to rows that are null, have the wrong length or hold a value that is not
        finite: error stops the job, skip leaves them out, and keep gives them null features.
        """
        self._set(handleInvalid=value)  # type: ignore[attr-defined]
        return self

    def getInputCol(self) -> str:
        """Returns the value of `inputCol`."""
        return self.getOrDefault(self.inputCol)

    def setInputCol(self: Owner, value: str) -> Owner:
        """Names the column of input vectors: array<float>, array<double> or ML Vector."""
        self._set(inputCol=value)  # type: ignore[attr-defined]
        return self


class FeatureParams(InputParams):
    """The parameters of a stack."""

    layer: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "layer",
        "Selects the layer whose code becomes the features, counted from 1 for the lowest. The value 0 "
        "stands for the top layer.",
        TypeConverters.toInt,
    )
    outputCol: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outputCol",
        "Names the new column of features.",
        TypeConverters.toString,
    )
    outputType: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outputType",
        "Selects the type of the features: array for array<float>, which every reader of Parquet "
        "understands, or vector for an ML Vector, which Spark's own stages take.",
        TypeConverters.toString,
    )

    def getLayer(self) -> int:
        """Returns the value of `layer`."""
        return self.getOrDefault(self.layer)

    def setLayer(self: Owner, value: int) -> Owner:
        """Selects the layer whose code becomes the features, counted from 1 for the lowest. The value 0
        stands for the top layer.
        """
        self._set(layer=value)  # type: ignore[attr-defined]
        return self

    def getOutputCol(self) -> str:
        """Returns the value of `outputCol`."""
        return self.getOrDefault(self.outputCol)

    def setOutputCol(self: Owner, value: str) -> Owner:
        """Names the new column of features."""
        self._set(outputCol=value)  # type: ignore[attr-defined]
        return self

    def getOutputType(self) -> str:
        """Returns the value of `outputType`."""
        return self.getOrDefault(self.outputType)

    def setOutputType(self: Owner, value: str) -> Owner:
        """Selects the type of the features: array for array<float>, which every reader of Parquet
        understands, or vector for an ML Vector, which Spark's own stages take.
        """
        self._set(outputType=value)  # type: ignore[attr-defined]
        return self


class TrainingParams(Params):
    """The parameters of training."""

    activation: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "activation",
        "Selects the activation function of a layer's encoder. Give one value for all layers, or one value "
        "per layer separated by commas, lowest layer first. Each value must be logistic, tanh, relu, elu, "
        "softplus, softsign or identity. Default: logistic.",
        per_layer,
    )
    averagingFrequency: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "averagingFrequency",
        "Sets the number of batches that each worker trains on between two averagings. The value 0 averages "
        "once per epoch. It must be a whole number of 0 or more. Default: 25 for 2 workers, and 5 for more.",
        TypeConverters.toInt,
    )
    categorical: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "categorical",
        "Names the columns that become one value per category, separated by commas.",
        TypeConverters.toString,
    )
    clip: Param[float] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "clip",
        "Limits standardized values to this many standard deviations from the mean. It must be greater than "
        "0.",
        TypeConverters.toFloat,
    )
    contraction: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "contraction",
        "Sets the weight of the contractive penalty of a contractive layer. Give one value for all layers, "
        "or one value per layer separated by commas, lowest layer first. Each value must be a number of 0 "
        "or more. Default: 0.15.",
        per_layer,
    )
    corruption: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "corruption",
        "Selects how the input of a denoising layer is corrupted during training. Give one value for all "
        "layers, or one value per layer separated by commas, lowest layer first. Each value must be "
        "gaussian, masking or salt-and-pepper. Default: gaussian.",
        per_layer,
    )
    engine: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "engine",
        "Selects the library that computes the training steps. The torch engines need jars that the "
        "application does not contain. It must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32. Default: "
        "nd4j.",
        TypeConverters.toString,
    )
    epochs: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "epochs",
        "Sets the number of epochs per training phase. A layerwise scheme has one phase per layer. It must "
        "be a whole number of 1 or more. Default: 300.",
        TypeConverters.toInt,
    )
    evaluateEvery: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "evaluateEvery",
        "Sets the number of epochs between two evaluations of the reconstruction cost. The value 0 turns "
        "them off. It must be a whole number of 0 or more. Default: 0.",
        TypeConverters.toInt,
    )
    exceptColumns: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "exceptColumns",
        "Makes the input vector from all columns of the table but these, separated by commas.",
        TypeConverters.toString,
    )
    features: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "features",
        "Names the columns of numbers, vectors and categories whose values become the input vector, "
        "separated by commas, instead of the one column of inputCol. The model keeps the columns and reads "
        "them.",
        TypeConverters.toString,
    )
    hidden: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "hidden",
        "Sets the number of hidden units. Give one value for all layers, or one value per layer separated "
        "by commas, lowest layer first. Each value must be a whole number of 1 or more. Default: 1000.",
        per_layer,
    )
    initialWeights: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "initialWeights",
        "Selects the range of the weights before training: plus or minus sqrt(6 / (inputs + units)) for all "
        "layers (glorot), or four times that for layers of logistic units (glorot-logistic). It must be "
        "glorot-logistic or glorot. Default: glorot-logistic.",
        TypeConverters.toString,
    )
    keepConstant: Param[bool] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "keepConstant",
        "Keeps features that have the same value in every row, with the scaled value 0, instead of refusing "
        "them.",
        TypeConverters.toBoolean,
    )
    kind: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "kind",
        "Selects a plain (ae), denoising (dae) or contractive (cae) auto-encoder. Give one value for all "
        "layers, or one value per layer separated by commas, lowest layer first. Each value must be ae, dae "
        "or cae. Default: dae.",
        per_layer,
    )
    l1: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "l1",
        "Sets the weight of the L1 penalty on a layer's weights. Give one value for all layers, or one "
        "value per layer separated by commas, lowest layer first. Each value must be a number of 0 or more. "
        "Default: 0.",
        per_layer,
    )
    layers: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "layers",
        "Sets the number of auto-encoder layers in the stack. It must be a whole number of 1 or more. "
        "Default: 2.",
        TypeConverters.toInt,
    )
    learningRate: Param[float] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "learningRate",
        "Sets the learning rate of RMSProp, whose decay is 0.9. It must be a number greater than 0. "
        "Default: 0.001.",
        TypeConverters.toFloat,
    )
    learningRateRule: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "learningRateRule",
        "Selects how the learning rate grows with the number of workers: not at all (none), with its square "
        "root (sqrt), or in proportion (linear). It must be none, sqrt or linear. Default: none.",
        TypeConverters.toString,
    )
    loss: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "loss",
        "Selects the reconstruction loss. Cross-entropy is for data in the range from 0 to 1. It must be "
        "cross-entropy or squared-error. Default: cross-entropy, and squared-error for standardized data.",
        TypeConverters.toString,
    )
    missing: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "missing",
        "Selects what takes the place of a missing value of a column: nothing (refuse), or the mean (mean) "
        "or the median (median) of the table; for a category, the most frequent one.",
        TypeConverters.toString,
    )
    noise: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "noise",
        "Sets the corruption of a denoising layer: the standard deviation of gaussian corruption, or the "
        "fraction of units that masking and salt-and-pepper corruption change, which is at most 1. Give one "
        "value for all layers, or one value per layer separated by commas, lowest layer first. Each value "
        "must be a number of 0 or more. Default: 0.5.",
        per_layer,
    )
    optimizerState: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "optimizerState",
        "Selects whether the workers' optimizer states are averaged as well (average), or each worker keeps "
        "its own (keep). It must be average or keep. Default: average.",
        TypeConverters.toString,
    )
    outerLearningRate: Param[float] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outerLearningRate",
        "Sets the factor of the change at an averaging. It must be a number greater than 0. Default: 0.7, "
        "and 1 for the plain average.",
        TypeConverters.toFloat,
    )
    outerMomentum: Param[float] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outerMomentum",
        "Sets the share of the changes at earlier averagings that is added to the change at an averaging. "
        "It must be a number of at least 0 and less than 1. Default: 0.7 for 2 workers, 0.8 for 3 or 4, 0.9 "
        "for more, and 0 for the plain average.",
        TypeConverters.toFloat,
    )
    outerOptimizer: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outerOptimizer",
        "Selects how the parameters change at an averaging: to the mean of the replicas (average), or "
        "towards it with momentum (momentum) or with Nesterov momentum (nesterov). It must be average, "
        "momentum or nesterov. Default: average for 1 worker, and nesterov for more.",
        TypeConverters.toString,
    )
    outputActivation: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "outputActivation",
        "Selects the activation function of the reconstruction. Cross-entropy needs the logistic function. "
        "It must be logistic, tanh, relu, elu, softplus, softsign or identity. Default: logistic, and "
        "identity for standardized data.",
        TypeConverters.toString,
    )
    precision: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "precision",
        "Selects the precision of the factors of matrix products. The precision bfloat16 needs a processor "
        "with AVX512_BF16 or AMX instructions; it is faster with AMX and on AMD's processors, and results "
        "differ slightly. The precision auto is bfloat16 if the processor of the driver is faster with it. "
        "It must be float, bfloat16 or auto. Default: float.",
        TypeConverters.toString,
    )
    scaling: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "scaling",
        "Selects how each feature is scaled by its values in the table: none for values in [0, 1], "
        "standardize to mean 0 and standard deviation 1, minmax to [0, 1], or log for minmax after log(1 + "
        "x). The model keeps the scaling and applies it.",
        TypeConverters.toString,
    )
    scheme: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "scheme",
        "Selects the training scheme: layerwise (L), joint (J), layerwise followed by joint training "
        "without (U) or with (UJ) regularization, joint with one layer learning at a time (scheduled), or "
        "the sum of the layers' objectives (summed). It must be L, J, U, UJ, scheduled or summed. Default: "
        "J.",
        TypeConverters.toString,
    )
    seed: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "seed",
        "Seeds the initial weights, the corruption and the order of the examples. It must be a whole "
        "number. Default: 1.",
        TypeConverters.toInt,
    )
    shuffle: Param[bool] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "shuffle",
        "Draws a new order of the training examples for every epoch. Default: true.",
        TypeConverters.toBoolean,
    )
    shuffleLimit: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "shuffleLimit",
        "Sets the size of training data, at 4 bytes per value, up to which an epoch shuffles all rows of a "
        "worker at once. Larger data are shuffled block by block, so that they may be on disk. It must be a "
        "whole number of 0 or more. Default: 512.",
        TypeConverters.toInt,
    )
    tied: Param[bool] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "tied",
        "Makes each decoder use the transposed weights of its encoder. Default: true.",
        TypeConverters.toBoolean,
    )
    trainingBatchSize: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "trainingBatchSize",
        "Sets the number of examples per training step. It must be a whole number of 1 or more. Default: "
        "100.",
        TypeConverters.toInt,
    )
    unseenCategories: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "unseenCategories",
        "Selects what a category becomes in transform that the table did not have: an invalid row (refuse), "
        "or zeros (zero).",
        TypeConverters.toString,
    )
    warmUpSteps: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "warmUpSteps",
        "Sets the number of steps at the start of each phase over which the learning rate rises linearly to "
        "its value. It must be a whole number of 0 or more. Default: 0.",
        TypeConverters.toInt,
    )
    weightDecay: Param[str] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "weightDecay",
        "Sets the weight of the L2 penalty on a layer's weights. Give one value for all layers, or one "
        "value per layer separated by commas, lowest layer first. Each value must be a number of 0 or more. "
        "Default: 0.",
        per_layer,
    )
    workers: Param[int] = Param(
        Params._dummy(),  # type: ignore[attr-defined]
        "workers",
        "Sets the number of workers. Each trains a replica on its own part of the data, and the replicas "
        "are averaged. It must be a whole number of 1 or more. Default: 1.",
        TypeConverters.toInt,
    )

    def getActivation(self) -> str:
        """Returns the value of `activation`."""
        return self.getOrDefault(self.activation)

    def setActivation(self: Owner, value: PerLayer) -> Owner:
        """Selects the activation function of a layer's encoder. Give one value for all layers, or one
        value per layer separated by commas, lowest layer first. Each value must be logistic, tanh,
        relu, elu, softplus, softsign or identity. Default: logistic.
        """
        self._set(activation=value)  # type: ignore[attr-defined]
        return self

    def getAveragingFrequency(self) -> int:
        """Returns the value of `averagingFrequency`."""
        return self.getOrDefault(self.averagingFrequency)

    def setAveragingFrequency(self: Owner, value: int) -> Owner:
        """Sets the number of batches that each worker trains on between two averagings. The value 0
        averages once per epoch. It must be a whole number of 0 or more. Default: 25 for 2 workers, and
        5 for more.
        """
        self._set(averagingFrequency=value)  # type: ignore[attr-defined]
        return self

    def getCategorical(self) -> str:
        """Returns the value of `categorical`."""
        return self.getOrDefault(self.categorical)

    def setCategorical(self: Owner, value: str) -> Owner:
        """Names the columns that become one value per category, separated by commas."""
        self._set(categorical=value)  # type: ignore[attr-defined]
        return self

    def getClip(self) -> float:
        """Returns the value of `clip`."""
        return self.getOrDefault(self.clip)

    def setClip(self: Owner, value: float) -> Owner:
        """Limits standardized values to this many standard deviations from the mean. It must be greater
        than 0.
        """
        self._set(clip=value)  # type: ignore[attr-defined]
        return self

    def getContraction(self) -> str:
        """Returns the value of `contraction`."""
        return self.getOrDefault(self.contraction)

    def setContraction(self: Owner, value: PerLayer) -> Owner:
        """Sets the weight of the contractive penalty of a contractive layer. Give one value for all
        layers, or one value per layer separated by commas, lowest layer first. Each value must be a
        number of 0 or more. Default: 0.15.
        """
        self._set(contraction=value)  # type: ignore[attr-defined]
        return self

    def getCorruption(self) -> str:
        """Returns the value of `corruption`."""
        return self.getOrDefault(self.corruption)

    def setCorruption(self: Owner, value: PerLayer) -> Owner:
        """Selects how the input of a denoising layer is corrupted during training. Give one value for all
        layers, or one value per layer separated by commas, lowest layer first. Each value must be
        gaussian, masking or salt-and-pepper. Default: gaussian.
        """
        self._set(corruption=value)  # type: ignore[attr-defined]
        return self

    def getEngine(self) -> str:
        """Returns the value of `engine`."""
        return self.getOrDefault(self.engine)

    def setEngine(self: Owner, value: str) -> Owner:
        """Selects the library that computes the training steps. The torch engines need jars that the
        application does not contain. It must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32.
        Default: nd4j.
        """
        self._set(engine=value)  # type: ignore[attr-defined]
        return self

    def getEpochs(self) -> int:
        """Returns the value of `epochs`."""
        return self.getOrDefault(self.epochs)

    def setEpochs(self: Owner, value: int) -> Owner:
        """Sets the number of epochs per training phase. A layerwise scheme has one phase per layer. It
        must be a whole number of 1 or more. Default: 300.
        """
        self._set(epochs=value)  # type: ignore[attr-defined]
        return self

    def getEvaluateEvery(self) -> int:
        """Returns the value of `evaluateEvery`."""
        return self.getOrDefault(self.evaluateEvery)

    def setEvaluateEvery(self: Owner, value: int) -> Owner:
        """Sets the number of epochs between two evaluations of the reconstruction cost. The value 0 turns
        them off. It must be a whole number of 0 or more. Default: 0.
        """
        self._set(evaluateEvery=value)  # type: ignore[attr-defined]
        return self

    def getExceptColumns(self) -> str:
        """Returns the value of `exceptColumns`."""
        return self.getOrDefault(self.exceptColumns)

    def setExceptColumns(self: Owner, value: str) -> Owner:
        """Makes the input vector from all columns of the table but these, separated by commas."""
        self._set(exceptColumns=value)  # type: ignore[attr-defined]
        return self

    def getFeatures(self) -> str:
        """Returns the value of `features`."""
        return self.getOrDefault(self.features)

    def setFeatures(self: Owner, value: str) -> Owner:
        """Names the columns of numbers, vectors and categories whose values become the input vector,
        separated by commas, instead of the one column of inputCol. The model keeps the columns and
        reads them.
        """
        self._set(features=value)  # type: ignore[attr-defined]
        return self

    def getHidden(self) -> str:
        """Returns the value of `hidden`."""
        return self.getOrDefault(self.hidden)

    def setHidden(self: Owner, value: PerLayer) -> Owner:
        """Sets the number of hidden units. Give one value for all layers, or one value per layer separated
        by commas, lowest layer first. Each value must be a whole number of 1 or more. Default: 1000.
        """
        self._set(hidden=value)  # type: ignore[attr-defined]
        return self

    def getInitialWeights(self) -> str:
        """Returns the value of `initialWeights`."""
        return self.getOrDefault(self.initialWeights)

    def setInitialWeights(self: Owner, value: str) -> Owner:
        """Selects the range of the weights before training: plus or minus sqrt(6 / (inputs + units)) for
        all layers (glorot), or four times that for layers of logistic units (glorot-logistic). It must
        be glorot-logistic or glorot. Default: glorot-logistic.
        """
        self._set(initialWeights=value)  # type: ignore[attr-defined]
        return self

    def getKeepConstant(self) -> bool:
        """Returns the value of `keepConstant`."""
        return self.getOrDefault(self.keepConstant)

    def setKeepConstant(self: Owner, value: bool) -> Owner:
        """Keeps features that have the same value in every row, with the scaled value 0, instead of
        refusing them.
        """
        self._set(keepConstant=value)  # type: ignore[attr-defined]
        return self

    def getKind(self) -> str:
        """Returns the value of `kind`."""
        return self.getOrDefault(self.kind)

    def setKind(self: Owner, value: PerLayer) -> Owner:
        """Selects a plain (ae), denoising (dae) or contractive (cae) auto-encoder. Give one value for all
        layers, or one value per layer separated by commas, lowest layer first. Each value must be ae,
        dae or cae. Default: dae.
        """
        self._set(kind=value)  # type: ignore[attr-defined]
        return self

    def getL1(self) -> str:
        """Returns the value of `l1`."""
        return self.getOrDefault(self.l1)

    def setL1(self: Owner, value: PerLayer) -> Owner:
        """Sets the weight of the L1 penalty on a layer's weights. Give one value for all layers, or one
        value per layer separated by commas, lowest layer first. Each value must be a number of 0 or
        more. Default: 0.
        """
        self._set(l1=value)  # type: ignore[attr-defined]
        return self

    def getLayers(self) -> int:
        """Returns the value of `layers`."""
        return self.getOrDefault(self.layers)

    def setLayers(self: Owner, value: int) -> Owner:
        """Sets the number of auto-encoder layers in the stack. It must be a whole number of 1 or more.
        Default: 2.
        """
        self._set(layers=value)  # type: ignore[attr-defined]
        return self

    def getLearningRate(self) -> float:
        """Returns the value of `learningRate`."""
        return self.getOrDefault(self.learningRate)

    def setLearningRate(self: Owner, value: float) -> Owner:
        """Sets the learning rate of RMSProp, whose decay is 0.9. It must be a number greater than 0.
        Default: 0.001.
        """
        self._set(learningRate=value)  # type: ignore[attr-defined]
        return self

    def getLearningRateRule(self) -> str:
        """Returns the value of `learningRateRule`."""
        return self.getOrDefault(self.learningRateRule)

    def setLearningRateRule(self: Owner, value: str) -> Owner:
        """Selects how the learning rate grows with the number of workers: not at all (none), with its
        square root (sqrt), or in proportion (linear). It must be none, sqrt or linear. Default: none.
        """
        self._set(learningRateRule=value)  # type: ignore[attr-defined]
        return self

    def getLoss(self) -> str:
        """Returns the value of `loss`."""
        return self.getOrDefault(self.loss)

    def setLoss(self: Owner, value: str) -> Owner:
        """Selects the reconstruction loss. Cross-entropy is for data in the range from 0 to 1. It must be
        cross-entropy or squared-error. Default: cross-entropy, and squared-error for standardized data.
        """
        self._set(loss=value)  # type: ignore[attr-defined]
        return self

    def getMissing(self) -> str:
        """Returns the value of `missing`."""
        return self.getOrDefault(self.missing)

    def setMissing(self: Owner, value: str) -> Owner:
        """Selects what takes the place of a missing value of a column: nothing (refuse), or the mean
        (mean) or the median (median) of the table; for a category, the most frequent one.
        """
        self._set(missing=value)  # type: ignore[attr-defined]
        return self

    def getNoise(self) -> str:
        """Returns the value of `noise`."""
        return self.getOrDefault(self.noise)

    def setNoise(self: Owner, value: PerLayer) -> Owner:
        """Sets the corruption of a denoising layer: the standard deviation of gaussian corruption, or the
        fraction of units that masking and salt-and-pepper corruption change, which is at most 1. Give
        one value for all layers, or one value per layer separated by commas, lowest layer first. Each
        value must be a number of 0 or more. Default: 0.5.
        """
        self._set(noise=value)  # type: ignore[attr-defined]
        return self

    def getOptimizerState(self) -> str:
        """Returns the value of `optimizerState`."""
        return self.getOrDefault(self.optimizerState)

    def setOptimizerState(self: Owner, value: str) -> Owner:
        """Selects whether the workers' optimizer states are averaged as well (average), or each worker
        keeps its own (keep). It must be average or keep. Default: average.
        """
        self._set(optimizerState=value)  # type: ignore[attr-defined]
        return self

    def getOuterLearningRate(self) -> float:
        """Returns the value of `outerLearningRate`."""
        return self.getOrDefault(self.outerLearningRate)

    def setOuterLearningRate(self: Owner, value: float) -> Owner:
        """Sets the factor of the change at an averaging. It must be a number greater than 0. Default: 0.7,
        and 1 for the plain average.
        """
        self._set(outerLearningRate=value)  # type: ignore[attr-defined]
        return self

    def getOuterMomentum(self) -> float:
        """Returns the value of `outerMomentum`."""
        return self.getOrDefault(self.outerMomentum)

    def setOuterMomentum(self: Owner, value: float) -> Owner:
        """Sets the share of the changes at earlier averagings that is added to the change at an averaging.
        It must be a number of at least 0 and less than 1. Default: 0.7 for 2 workers, 0.8 for 3 or 4,
        0.9 for more, and 0 for the plain average.
        """
        self._set(outerMomentum=value)  # type: ignore[attr-defined]
        return self

    def getOuterOptimizer(self) -> str:
        """Returns the value of `outerOptimizer`."""
        return self.getOrDefault(self.outerOptimizer)

    def setOuterOptimizer(self: Owner, value: str) -> Owner:
        """Selects how the parameters change at an averaging: to the mean of the replicas (average), or
        towards it with momentum (momentum) or with Nesterov momentum (nesterov). It must be average,
        momentum or nesterov. Default: average for 1 worker, and nesterov for more.
        """
        self._set(outerOptimizer=value)  # type: ignore[attr-defined]
        return self

    def getOutputActivation(self) -> str:
        """Returns the value of `outputActivation`."""
        return self.getOrDefault(self.outputActivation)

    def setOutputActivation(self: Owner, value: str) -> Owner:
        """Selects the activation function of the reconstruction. Cross-entropy needs the logistic
        function. It must be logistic, tanh, relu, elu, softplus, softsign or identity. Default:
        logistic, and identity for standardized data.
        """
        self._set(outputActivation=value)  # type: ignore[attr-defined]
        return self

    def getPrecision(self) -> str:
        """Returns the value of `precision`."""
        return self.getOrDefault(self.precision)

    def setPrecision(self: Owner, value: str) -> Owner:
        """Selects the precision of the factors of matrix products. The precision bfloat16 needs a
        processor with AVX512_BF16 or AMX instructions; it is faster with AMX and on AMD's processors,
        and results differ slightly. The precision auto is bfloat16 if the processor of the driver is
        faster with it. It must be float, bfloat16 or auto. Default: float.
        """
        self._set(precision=value)  # type: ignore[attr-defined]
        return self

    def getScaling(self) -> str:
        """Returns the value of `scaling`."""
        return self.getOrDefault(self.scaling)

    def setScaling(self: Owner, value: str) -> Owner:
        """Selects how each feature is scaled by its values in the table: none for values in [0, 1],
        standardize to mean 0 and standard deviation 1, minmax to [0, 1], or log for minmax after log(1
        + x). The model keeps the scaling and applies it.
        """
        self._set(scaling=value)  # type: ignore[attr-defined]
        return self

    def getScheme(self) -> str:
        """Returns the value of `scheme`."""
        return self.getOrDefault(self.scheme)

    def setScheme(self: Owner, value: str) -> Owner:
        """Selects the training scheme: layerwise (L), joint (J), layerwise followed by joint training
        without (U) or with (UJ) regularization, joint with one layer learning at a time (scheduled), or
        the sum of the layers' objectives (summed). It must be L, J, U, UJ, scheduled or summed.
        Default: J.
        """
        self._set(scheme=value)  # type: ignore[attr-defined]
        return self

    def getSeed(self) -> int:
        """Returns the value of `seed`."""
        return self.getOrDefault(self.seed)

    def setSeed(self: Owner, value: int) -> Owner:
        """Seeds the initial weights, the corruption and the order of the examples. It must be a whole
        number. Default: 1.
        """
        self._set(seed=value)  # type: ignore[attr-defined]
        return self

    def getShuffle(self) -> bool:
        """Returns the value of `shuffle`."""
        return self.getOrDefault(self.shuffle)

    def setShuffle(self: Owner, value: bool) -> Owner:
        """Draws a new order of the training examples for every epoch. Default: true."""
        self._set(shuffle=value)  # type: ignore[attr-defined]
        return self

    def getShuffleLimit(self) -> int:
        """Returns the value of `shuffleLimit`."""
        return self.getOrDefault(self.shuffleLimit)

    def setShuffleLimit(self: Owner, value: int) -> Owner:
        """Sets the size of training data, at 4 bytes per value, up to which an epoch shuffles all rows of
        a worker at once. Larger data are shuffled block by block, so that they may be on disk. It must
        be a whole number of 0 or more. Default: 512.
        """
        self._set(shuffleLimit=value)  # type: ignore[attr-defined]
        return self

    def getTied(self) -> bool:
        """Returns the value of `tied`."""
        return self.getOrDefault(self.tied)

    def setTied(self: Owner, value: bool) -> Owner:
        """Makes each decoder use the transposed weights of its encoder. Default: true."""
        self._set(tied=value)  # type: ignore[attr-defined]
        return self

    def getTrainingBatchSize(self) -> int:
        """Returns the value of `trainingBatchSize`."""
        return self.getOrDefault(self.trainingBatchSize)

    def setTrainingBatchSize(self: Owner, value: int) -> Owner:
        """Sets the number of examples per training step. It must be a whole number of 1 or more. Default:
        100.
        """
        self._set(trainingBatchSize=value)  # type: ignore[attr-defined]
        return self

    def getUnseenCategories(self) -> str:
        """Returns the value of `unseenCategories`."""
        return self.getOrDefault(self.unseenCategories)

    def setUnseenCategories(self: Owner, value: str) -> Owner:
        """Selects what a category becomes in transform that the table did not have: an invalid row
        (refuse), or zeros (zero).
        """
        self._set(unseenCategories=value)  # type: ignore[attr-defined]
        return self

    def getWarmUpSteps(self) -> int:
        """Returns the value of `warmUpSteps`."""
        return self.getOrDefault(self.warmUpSteps)

    def setWarmUpSteps(self: Owner, value: int) -> Owner:
        """Sets the number of steps at the start of each phase over which the learning rate rises linearly
        to its value. It must be a whole number of 0 or more. Default: 0.
        """
        self._set(warmUpSteps=value)  # type: ignore[attr-defined]
        return self

    def getWeightDecay(self) -> str:
        """Returns the value of `weightDecay`."""
        return self.getOrDefault(self.weightDecay)

    def setWeightDecay(self: Owner, value: PerLayer) -> Owner:
        """Sets the weight of the L2 penalty on a layer's weights. Give one value for all layers, or one
        value per layer separated by commas, lowest layer first. Each value must be a number of 0 or
        more. Default: 0.
        """
        self._set(weightDecay=value)  # type: ignore[attr-defined]
        return self

    def getWorkers(self) -> int:
        """Returns the value of `workers`."""
        return self.getOrDefault(self.workers)

    def setWorkers(self: Owner, value: int) -> Owner:
        """Sets the number of workers. Each trains a replica on its own part of the data, and the replicas
        are averaged. It must be a whole number of 1 or more. Default: 1.
        """
        self._set(workers=value)  # type: ignore[attr-defined]
        return self


# A session of Spark Connect has no Java stage in this process that knows them.
DEFAULTS: Dict[str, Any] = {
    "activation": "logistic",
    "batchSize": 2048,
    "contraction": "0.15",
    "corruption": "gaussian",
    "engine": "nd4j",
    "epochs": 300,
    "evaluateEvery": 0,
    "handleInvalid": "error",
    "hidden": "1000",
    "initialWeights": "glorot-logistic",
    "keepConstant": False,
    "kind": "dae",
    "l1": "0",
    "layer": 0,
    "layers": 2,
    "learningRate": 0.001,
    "learningRateRule": "none",
    "missing": "refuse",
    "noise": "0.5",
    "optimizerState": "average",
    "outputCol": "features",
    "outputType": "array",
    "precision": "float",
    "scaling": "none",
    "scheme": "J",
    "seed": 1,
    "shuffle": True,
    "shuffleLimit": 512,
    "tied": True,
    "trainingBatchSize": 100,
    "unseenCategories": "refuse",
    "warmUpSteps": 0,
    "weightDecay": "0",
    "workers": 1,
}
