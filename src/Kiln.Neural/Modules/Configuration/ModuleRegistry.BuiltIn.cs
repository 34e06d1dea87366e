namespace Kiln.Neural;

public static partial class ModuleRegistry
{
    /// <summary>Kiln's own modules: a new one adds its line here.</summary>
    private static void RegisterBuiltIn()
    {
        Register("sequential", config => new Sequential(config.Modules("layers")));
        Register("flatten", _ => new Flatten());
    }
}
