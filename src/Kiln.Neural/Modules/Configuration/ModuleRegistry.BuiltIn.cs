namespace Kiln.Neural;

public static partial class ModuleRegistry
{
    /// <summary>Kiln's own modules: a new one adds its line here.</summary>
    private static void RegisterBuiltIn()
    {
        Register("sequential", config => new Sequential(config.Modules("layers")));
        Register("graph", Graph.Read);
        Register("residual", Residual.Read);
        Register("time_distributed", config => new TimeDistributed(config.Module("layer")));
        Register("lambda", config => new Lambda(config.Text("function")));

        Register("add", _ => new Add());
        Register("subtract", _ => new Subtract());
        Register("multiply", _ => new Multiply());
        Register("mean", _ => new Mean());
        Register("maximum", _ => new Maximum());
        Register("minimum", _ => new Minimum());
        Register("concatenate", config => new Concatenate(config.Int("axis", minimum: -16, maximum: 15)));

        Register("dense", Dense.Read);
        Register("embedding", Embedding.Read);
        Register("activity_regularization", ActivityRegularization.Read);

        Register("conv1d", Conv1D.Read);
        Register("conv2d", Conv2D.Read);
        Register("conv3d", Conv3D.Read);
        Register("conv1d_transpose", Conv1DTranspose.Read);
        Register("conv2d_transpose", Conv2DTranspose.Read);
        Register("conv3d_transpose", Conv3DTranspose.Read);
        Register("depthwise_conv1d", DepthwiseConv1D.Read);
        Register("depthwise_conv2d", DepthwiseConv2D.Read);
        Register("separable_conv1d", SeparableConv1D.Read);
        Register("separable_conv2d", SeparableConv2D.Read);

        Register("max_pool1d", MaxPool1D.Read);
        Register("max_pool2d", MaxPool2D.Read);
        Register("max_pool3d", MaxPool3D.Read);
        Register("average_pool1d", AveragePool1D.Read);
        Register("average_pool2d", AveragePool2D.Read);
        Register("average_pool3d", AveragePool3D.Read);
        Register("global_max_pool1d", config => new GlobalMaxPool1D(config.Flag("keep_dims")));
        Register("global_max_pool2d", config => new GlobalMaxPool2D(config.Flag("keep_dims")));
        Register("global_max_pool3d", config => new GlobalMaxPool3D(config.Flag("keep_dims")));
        Register("global_average_pool1d", config => new GlobalAveragePool1D(config.Flag("keep_dims")));
        Register("global_average_pool2d", config => new GlobalAveragePool2D(config.Flag("keep_dims")));
        Register("global_average_pool3d", config => new GlobalAveragePool3D(config.Flag("keep_dims")));
        Register("adaptive_max_pool1d", AdaptiveMaxPool1D.Read);
        Register("adaptive_max_pool2d", AdaptiveMaxPool2D.Read);
        Register("adaptive_average_pool1d", AdaptiveAveragePool1D.Read);
        Register("adaptive_average_pool2d", AdaptiveAveragePool2D.Read);

        Register("batch_norm", BatchNorm.Read);
        Register("layer_norm", LayerNorm.Read);
        Register("rms_norm", RMSNorm.Read);
        Register("group_norm", GroupNorm.Read);
        Register("instance_norm", InstanceNorm.Read);
        Register("unit_norm", config => new UnitNorm(config.Int("axis", minimum: -16, maximum: 15)));

        Register("dropout", config => new Dropout(config.Number("rate")));
        Register("spatial_dropout1d", config => new SpatialDropout1D(config.Number("rate")));
        Register("spatial_dropout2d", config => new SpatialDropout2D(config.Number("rate")));
        Register("spatial_dropout3d", config => new SpatialDropout3D(config.Number("rate")));
        Register("alpha_dropout", config => new AlphaDropout(config.Number("rate")));
        Register("gaussian_dropout", config => new GaussianDropout(config.Number("rate")));
        Register("gaussian_noise", config => new GaussianNoise(config.Number("standard_deviation")));

        Register("flatten", _ => new Flatten());
        Register("reshape", Reshape.Read);
        Register("permute", Permute.Read);
        Register("repeat_vector", config => new RepeatVector(config.Int("count")));
        Register("zero_padding1d", config => new ZeroPadding1D(Padding.Read(config, 1)));
        Register("zero_padding2d", config => new ZeroPadding2D(Padding.Read(config, 2)));
        Register("zero_padding3d", config => new ZeroPadding3D(Padding.Read(config, 3)));
        Register("cropping1d", config => new Cropping1D(Padding.Read(config, 1, "cut")));
        Register("cropping2d", config => new Cropping2D(Padding.Read(config, 2, "cut")));
        Register("cropping3d", config => new Cropping3D(Padding.Read(config, 3, "cut")));
        Register("up_sampling1d", UpSampling1D.Read);
        Register("up_sampling2d", UpSampling2D.Read);
        Register("up_sampling3d", UpSampling3D.Read);

        Register("identity", _ => new Identity());
        Register("relu", ReLU.Read);
        Register("prelu", PReLU.Read);
        Register("leaky_relu", config => new LeakyReLU(config.Number("slope")));
        Register("relu6", _ => new ReLU6());
        Register("elu", config => new ELU(config.Number("alpha")));
        Register("celu", config => new CELU(config.Number("alpha")));
        Register("selu", _ => new SELU());
        Register("gelu", config => new GELU(config.Flag("approximate")));
        Register("silu", _ => new SiLU());
        Register("hard_silu", _ => new HardSiLU());
        Register("mish", _ => new Mish());
        Register("sigmoid", _ => new Sigmoid());
        Register("hard_sigmoid", _ => new HardSigmoid());
        Register("log_sigmoid", _ => new LogSigmoid());
        Register("hard_tanh", config => new HardTanh(config.Number("minimum"), config.Number("maximum")));
        Register("tanh", _ => new Tanh());
        Register("softplus", _ => new Softplus());
        Register("softsign", _ => new Softsign());
        Register("exponential", _ => new Exponential());
        Register("softmax", config => new Softmax(config.Int("axis", minimum: -16, maximum: 15)));
        Register("log_softmax", config => new LogSoftmax(config.Int("axis", minimum: -16, maximum: 15)));
    }
}
