namespace Kiln.Neural;

public static partial class ModuleRegistry
{
    /// <summary>Kiln's own modules: a new one adds its line here.</summary>
    private static void RegisterBuiltIn()
    {
        Register("sequential", config => new Sequential(config.Modules("layers")));

        Register("dense", Dense.Read);
        Register("conv2d", Conv2D.Read);
        Register("max_pool2d", MaxPool2D.Read);
        Register("average_pool2d", AveragePool2D.Read);
        Register("global_average_pool2d", _ => new GlobalAveragePool2D());
        Register("flatten", _ => new Flatten());
        Register("dropout", config => new Dropout(config.Number("rate")));
        Register("batch_norm", BatchNorm.Read);
        Register("activity_regularization", ActivityRegularization.Read);

        Register("relu", _ => new ReLU());
        Register("leaky_relu", config => new LeakyReLU(config.Number("slope")));
        Register("relu6", _ => new ReLU6());
        Register("elu", config => new ELU(config.Number("alpha")));
        Register("selu", _ => new SELU());
        Register("gelu", config => new GELU(config.Flag("approximate")));
        Register("silu", _ => new SiLU());
        Register("hard_silu", _ => new HardSiLU());
        Register("mish", _ => new Mish());
        Register("sigmoid", _ => new Sigmoid());
        Register("hard_sigmoid", _ => new HardSigmoid());
        Register("tanh", _ => new Tanh());
        Register("softplus", _ => new Softplus());
        Register("softsign", _ => new Softsign());
        Register("exponential", _ => new Exponential());
        Register("softmax", config => new Softmax(config.Int("axis", minimum: -16, maximum: 15)));
        Register("log_softmax", config => new LogSoftmax(config.Int("axis", minimum: -16, maximum: 15)));
    }
}
